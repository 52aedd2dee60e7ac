import type { Knex } from 'knex';
import { createHmac, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * Hashes values for the audit log, which stores no values: HMAC-SHA-256 with a key of
 * the installation. Equal values of the same field have equal hashes, so that the log
 * shows when a value was put back. Without the key, nobody can find a short value by
 * trying all of them, as is possible with a plain hash or a salt beside it.
 */
export class ValueHasher {
  readonly #key: string;

  /** @param key - text with at least 32 random characters */
  static create(key: string): ValueHasher {
    return new ValueHasher(key);
  }

  /**
   * Uses the configured key. Without one, uses a random key in the database, which all
   * replicas share.
   */
  static async open(
    knex: Knex,
    configuredKey: string | undefined,
  ): Promise<ValueHasher> {
    return ValueHasher.create(configuredKey ?? (await storedKey(knex)));
  }

  private constructor(key: string) {
    this.#key = key;
  }

  /** Hash of a value, of 64 hexadecimal digits. @param field - what the value is of */
  hash(field: string[], value: string): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([field, value]))
      .digest('hex');
  }
}

interface KeyRow {
  id: number;
  key: string;
}

async function storedKey(knex: Knex): Promise<string> {
  const table = () => knex<KeyRow>('audit_key');
  // Another replica may insert its key first.
  await table()
    .insert({ id: 1, key: randomBytes(KEY_BYTES).toString('base64url') })
    .onConflict('id')
    .ignore();
  const row = await table().where({ id: 1 }).first();
  if (!row)
    throw new Error('The database did not store the key of the audit log');
  return row.key;
}
