/*
 * What people had done, by whom, why, and how it went: the audit.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('actions', table => {
    table.comment('Every write that the portal was asked for');
    table.string('id', 36).primary();
    table.string('idempotency_key', 100).notNullable();
    table.string('actor').notNullable().comment('Entity ref of who asked');
    table.text('entity_ref').notNullable().comment('Of the service');
    table
      .text('action')
      .notNullable()
      .comment('What was asked for as JSON, without what is secret');
    table.text('reason').nullable();
    table
      .text('before')
      .nullable()
      .comment('What it was done to, as it was then, as JSON');
    table
      .string('at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table.string('state').notNullable();
    table.text('message').nullable();
    table.string('run_id', 32).nullable().comment('Of what came of it');
    table
      .text('queued')
      .nullable()
      .comment('Where its outcome is asked for, as JSON, while it is queued');
    table.string('ended_at', 24).nullable();
    table.unique(['actor', 'idempotency_key'], { indexName: 'actions_key' });
    table.index(['state'], 'actions_by_state');
    table.index(['at'], 'actions_by_time');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('actions');
};
