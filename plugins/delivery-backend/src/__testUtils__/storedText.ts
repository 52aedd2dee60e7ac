import type { Knex } from 'knex';

/** Everything that a SQLite database holds: all columns of all rows of all tables. */
export async function storedText(knex: Knex): Promise<string> {
  const tables: { name: string }[] = await knex('sqlite_master')
    .select('name')
    .where({ type: 'table' });
  const rows = await Promise.all(tables.map(({ name }) => knex(name).select()));
  return JSON.stringify(rows);
}

/** The canaries that a text contains: as they are, or in base64. */
export function canariesIn(
  text: string,
  canaries: readonly string[],
): string[] {
  return canaries.filter(
    canary =>
      text.includes(canary) ||
      text.includes(Buffer.from(canary).toString('base64')),
  );
}
