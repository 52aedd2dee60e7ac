/*
 * Actions of any kind on any target: namespaced kinds, outcomes and refusals as
 * codes with values, and the digest of the request.
 */

// @ts-check

const KINDS = {
  trigger: 'run.trigger',
  rebuild: 'run.rebuild',
  restart: 'run.restart',
  stop: 'run.stop',
  answer: 'run.answer',
  keep: 'run.keep',
  createPipeline: 'pipeline.create',
  apply: 'workload.apply',
};
const STATES = { done: 'succeeded', refused: 'rejected' };

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('actions', table => {
    table
      .text('target')
      .nullable()
      .comment('What the action is done to, as JSON');
    table
      .string('digest', 64)
      .nullable()
      .comment('SHA-256 of the request without parameters, in hexadecimal');
    table
      .text('outcome')
      .nullable()
      .comment('Why it is in its state: code, values and sentence, as JSON');
    table
      .text('refusals')
      .nullable()
      .comment('Why it was refused: codes, values and sentences, as JSON');
    table
      .text('tracking')
      .nullable()
      .comment('What is needed to follow it while it is queued, as JSON');
  });
  const rows = await knex('actions').select();
  for (const row of rows) {
    const { kind, environment, ...action } = JSON.parse(row.action);
    const message = row.message ?? '';
    const coded = code => ({ code, values: { message }, message });
    const isRejected = row.state === 'refused';
    await knex('actions')
      .where({ id: row.id })
      .update({
        action: JSON.stringify({ kind: KINDS[kind] ?? kind, ...action }),
        target: JSON.stringify({
          type: 'service',
          entityRef: row.entity_ref,
          ...(environment !== undefined && { environment }),
        }),
        state: STATES[row.state] ?? row.state,
        outcome:
          message && !isRejected ? JSON.stringify(coded('failed')) : null,
        refusals: isRejected ? JSON.stringify([coded('serverRefused')]) : null,
        tracking: row.queued,
      });
  }
  await knex.schema.alterTable('actions', table => {
    table.dropColumn('entity_ref');
    table.dropColumn('message');
    table.dropColumn('queued');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('actions', table => {
    table.text('entity_ref').nullable();
    table.text('message').nullable();
    table.text('queued').nullable();
  });
  const kinds = Object.entries(KINDS);
  const states = Object.entries(STATES);
  for (const row of await knex('actions').select()) {
    const { kind, ...action } = JSON.parse(row.action);
    const { entityRef = '', environment } = JSON.parse(row.target);
    const [before = kind] = kinds.find(([, after]) => after === kind) ?? [];
    const [state = row.state] =
      states.find(([, after]) => after === row.state) ?? [];
    const { message = null } = row.outcome ? JSON.parse(row.outcome) : {};
    await knex('actions')
      .where({ id: row.id })
      .update({
        action: JSON.stringify({ kind: before, environment, ...action }),
        entity_ref: entityRef,
        state,
        message,
        queued: row.tracking,
      });
  }
  await knex.schema.alterTable('actions', table => {
    table.dropColumn('target');
    table.dropColumn('digest');
    table.dropColumn('outcome');
    table.dropColumn('refusals');
    table.dropColumn('tracking');
  });
};
