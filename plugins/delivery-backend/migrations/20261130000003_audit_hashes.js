/*
 * Removes values of configuration and parameters from the audit log and from stored
 * runs. From now on, the audit log stores keyed hashes instead. Adds the key that is
 * used unless the configuration has one. Removed values cannot be restored.
 */

// @ts-check

const SECRET_NAME =
  /pass(w|p|$|_|-)|pwd|token|key|secret|credential|authorization|cookie|private|dsn$/i;
const HIDDEN = '***';

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('audit_key', table => {
    table.comment('Key of the hashes in the audit log, in one row');
    table.integer('id').primary();
    table.text('key').notNullable();
  });
  const actions = await knex('actions').select(
    'id',
    'state',
    'idempotency_key',
    'action',
    'before',
    'outcome',
    'refusals',
  );
  for (const row of actions) {
    await knex('actions')
      .where({ id: row.id })
      .update({
        action: rewritten(row.action, withoutParameters),
        before: rewritten(row.before, withoutChangedValues),
        outcome: rewritten(row.outcome, withoutQuotedValues),
        refusals: rewritten(row.refusals, withoutQuotedValues),
        // The old digest has no key: short values could be tried against it.
        digest: null,
        // Keys of template tasks were hashes of manifests too.
        idempotency_key: ['pending', 'queued'].includes(row.state)
          ? row.idempotency_key
          : row.id,
      });
  }
  const runs = await knex('pipeline_runs')
    .select('id', 'parts')
    .whereNotNull('parts');
  for (const { id, parts } of runs) {
    await knex('pipeline_runs')
      .where({ id })
      .update({ parts: rewritten(parts, withoutSecretParameters) });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('audit_key');
};

/**
 * @param {string | null} json
 * @param {(value: any) => unknown} rewrite
 */
function rewritten(json, rewrite) {
  return json === null ? null : JSON.stringify(rewrite(JSON.parse(json)));
}

/** @param {{ parameters?: object, digest?: string }} action */
function withoutParameters({ digest, parameters, ...action }) {
  return parameters
    ? {
        ...action,
        parameters: Object.fromEntries(
          Object.keys(parameters).map(name => [name, HIDDEN]),
        ),
      }
    : action;
}

/** @param {{ objects?: { changes?: { path: string }[] }[] }} before */
function withoutChangedValues(before) {
  if (!Array.isArray(before?.objects)) return before;
  return {
    ...before,
    objects: before.objects.map(object => ({
      ...object,
      changes: (object.changes ?? []).map(({ path }) => ({ path })),
    })),
  };
}

// The API server quotes what is not valid.
/** @param {unknown} value */
function withoutQuotedValues(value) {
  return JSON.parse(JSON.stringify(value), (_, member) =>
    typeof member === 'string'
      ? member
          .replace(/\b(\w+ value: )"(?:[^"\\]|\\.)*"/g, `$1"${HIDDEN}"`)
          .replace(/\{Value:[^}]*\}/g, `{Value:${HIDDEN}}`)
      : member,
  );
}

/** @param {{ parameters?: { name: string, value?: unknown }[] }} parts */
function withoutSecretParameters(parts) {
  return {
    ...parts,
    parameters: (parts.parameters ?? []).map(({ name, value }) =>
      value === undefined || SECRET_NAME.test(name)
        ? { name }
        : { name, value },
    ),
  };
}
