/*
 * Renames two fields of saved releases: `wentBack` to `rollbackTo`, `rebuilt` to
 * `reconstructed`.
 */

// @ts-check

const NEW_NAMES = { wentBack: 'rollbackTo', rebuilt: 'reconstructed' };

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await renameFields(knex, NEW_NAMES);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const entries = Object.entries(NEW_NAMES).map(([from, to]) => [to, from]);
  await renameFields(knex, Object.fromEntries(entries));
};

/**
 * @param {import('knex').Knex} knex
 * @param {Record<string, string>} newNames
 */
async function renameFields(knex, newNames) {
  for (const { id, release } of await knex('releases').select(
    'id',
    'release',
  )) {
    const fields = Object.entries(JSON.parse(release)).map(([name, value]) => [
      newNames[name] ?? name,
      value,
    ]);
    await knex('releases')
      .where({ id })
      .update({ release: JSON.stringify(Object.fromEntries(fields)) });
  }
}
