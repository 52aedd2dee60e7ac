/*
 * The record of every rollout.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('releases', table => {
    table.comment('The record of every rollout');
    table
      .string('id', 32)
      .primary()
      .comment('A hash of the columns that are unique together');
    table.string('cluster').notNullable();
    table.string('workload_uid').notNullable();
    table.string('revision_uid').notNullable();
    table.integer('revision_number').notNullable();
    table.string('namespace').notNullable();
    table.string('workload_kind').notNullable();
    table.string('workload_name').notNullable();
    table
      .string('kubernetes_id')
      .nullable()
      .comment('The label backstage.io/kubernetes-id of the workload');
    table
      .text('entity')
      .nullable()
      .comment('The annotation fairway.dev/entity of the workload');
    table
      .text('labels')
      .notNullable()
      .comment('All labels of the workload as JSON, sorted by key');
    table
      .string('started_at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table.string('state').notNullable().comment('The state of the outcome');
    table.text('release').notNullable().comment('The whole record as JSON');
    table.unique(
      ['cluster', 'workload_uid', 'revision_uid', 'revision_number'],
      { indexName: 'releases_key' },
    );
    table.index(['kubernetes_id', 'started_at'], 'releases_by_id');
    table.index(['entity', 'started_at'], 'releases_by_entity');
    table.index(['started_at'], 'releases_by_time');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('releases');
};
