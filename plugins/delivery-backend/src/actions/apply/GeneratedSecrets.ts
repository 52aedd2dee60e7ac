import type { Knex } from 'knex';

/** A Secret of a cluster. */
export interface SecretName {
  cluster: string;
  namespace: string;
  name: string;
}

interface Row extends SecretName {
  entity_ref: string;
}

/**
 * Record of the Secrets that the portal has created, and for which service. The portal
 * may not read Secrets, so this record proves who owns one.
 */
export class GeneratedSecrets {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): GeneratedSecrets {
    return new GeneratedSecrets(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Records a Secret that the API server has just created. */
  async add(secret: SecretName, entityRef: string): Promise<void> {
    await this.#knex<Row>('generated_secrets')
      .insert({ ...secret, entity_ref: entityRef })
      .onConflict(['cluster', 'namespace', 'name'])
      // A Secret of this name existed before and was deleted.
      .merge();
  }

  /** Whether the portal has created the Secret for an entity. */
  async belongsTo(secret: SecretName, entityRef: string): Promise<boolean> {
    const row = await this.#knex<Row>('generated_secrets')
      .where(secret)
      .first();
    return row?.entity_ref === entityRef;
  }
}
