/*
 * What happened to workloads, that Kubernetes forgets after an hour.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('timeline', table => {
    table.comment('What happened to workloads');
    table
      .string('id', 32)
      .primary()
      .comment('Hash of the event, equal on all replicas');
    table.string('cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('workload_uid').notNullable();
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
      .string('first_at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table
      .string('last_at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table
      .integer('first_number')
      .notNullable()
      .comment('Of those that were seen, which one was the first');
    table
      .integer('last_number')
      .notNullable()
      .comment('Of those that were seen, which one was the last');
    table.string('pod').nullable().comment('Name of the pod it happened to');
    table.text('what').notNullable().comment('What happened, as JSON');
    table.index(['kubernetes_id', 'last_at'], 'timeline_by_id');
    table.index(['entity', 'last_at'], 'timeline_by_entity');
    table.index(['last_at'], 'timeline_by_time');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('timeline');
};
