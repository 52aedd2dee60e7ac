/*
 * Columns by which releases, timeline events, runs and actions are found across services:
 * values that the stored JSON has, too. Existing rows are filled in batches.
 */

// @ts-check

const BATCH = 500;

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('releases', table => {
    table
      .string('commit_hash', 64)
      .nullable()
      .comment('The commit that the pod template names, in lower case');
    table
      .text('version')
      .nullable()
      .comment('Value of the version, in lower case');
    table.index(['commit_hash'], 'releases_by_commit');
  });
  await knex.schema.alterTable('timeline', table => {
    table
      .string('event_type', 40)
      .nullable()
      .comment('Type of the event: scaled, restarted...');
    table.index(['event_type', 'last_at'], 'timeline_by_type');
  });
  await knex.schema.alterTable('pipeline_runs', table => {
    table
      .text('url')
      .nullable()
      .comment("Address of the run's page, in its canonical form");
    table
      .text('commit_message')
      .nullable()
      .comment('First line of the commit message, in lower case');
    table.index(['url'], 'pipeline_runs_by_url');
  });
  await knex.schema.alterTable('actions', table => {
    table.string('kind', 100).nullable().comment('Kind of the action');
    table
      .text('entity_ref')
      .nullable()
      .comment('The service that the action is done to');
    table
      .string('target_run_id', 32)
      .nullable()
      .comment('The run that the action is done to');
    table.index(['entity_ref', 'at'], 'actions_by_entity');
    table.index(['target_run_id'], 'actions_by_run');
  });
  await fill(knex, 'releases', ['release'], ({ release }) => {
    const { commit, version } = JSON.parse(release);
    return {
      commit_hash: commit?.slice(0, 64).toLowerCase() ?? null,
      version: version?.value.toLowerCase() ?? null,
    };
  });
  await fill(knex, 'timeline', ['event'], ({ event }) => ({
    event_type: JSON.parse(event).type,
  }));
  await fill(knex, 'pipeline_runs', ['run'], ({ run }) => {
    const { url, commit } = JSON.parse(run);
    return {
      url: url === undefined ? null : pageOf(url),
      commit_message: commit?.message?.toLowerCase() ?? null,
    };
  });
  await fill(knex, 'actions', ['action', 'target'], ({ action, target }) => {
    const { kind, runId } = JSON.parse(action);
    const { entityRef } = JSON.parse(target ?? '{}');
    return {
      kind,
      entity_ref: entityRef ?? null,
      target_run_id: typeof runId === 'string' ? runId.slice(0, 32) : null,
    };
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('releases', table => {
    table.dropIndex(['commit_hash'], 'releases_by_commit');
    table.dropColumns('commit_hash', 'version');
  });
  await knex.schema.alterTable('timeline', table => {
    table.dropIndex(['event_type', 'last_at'], 'timeline_by_type');
    table.dropColumn('event_type');
  });
  await knex.schema.alterTable('pipeline_runs', table => {
    table.dropIndex(['url'], 'pipeline_runs_by_url');
    table.dropColumns('url', 'commit_message');
  });
  await knex.schema.alterTable('actions', table => {
    table.dropIndex(['entity_ref', 'at'], 'actions_by_entity');
    table.dropIndex(['target_run_id'], 'actions_by_run');
    table.dropColumns('kind', 'entity_ref', 'target_run_id');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} table
 * @param {string[]} read - columns that the new values come from
 * @param {(row: Record<string, string>) => object} valuesOf
 */
async function fill(knex, table, read, valuesOf) {
  let after = '';
  for (;;) {
    const rows = await knex(table)
      .select('id', ...read)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH);
    for (const row of rows) {
      await knex(table).where({ id: row.id }).update(valuesOf(row));
    }
    if (rows.length < BATCH) return;
    after = rows[rows.length - 1].id;
  }
}

/**
 * The same as `runPageOf` of the plugin.
 *
 * @param {string} address
 */
function pageOf(address) {
  if (!URL.canParse(address)) return address;
  const { origin, pathname } = new URL(address);
  const [path] = pathname.split('/display/redirect', 1);
  return origin + path.replace(/\/+$/, '');
}
