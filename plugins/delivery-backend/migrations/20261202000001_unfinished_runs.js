/*
 * An index for the runs that have not finished, which are few.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('pipeline_runs', table => {
    table.index(['is_finished'], 'pipeline_runs_by_finished');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('pipeline_runs', table => {
    table.dropIndex(['is_finished'], 'pipeline_runs_by_finished');
  });
};
