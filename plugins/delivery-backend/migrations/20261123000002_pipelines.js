/*
 * Pipelines and runs, as CI servers reported them.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('pipeline_jobs', table => {
    table.comment('Last list of the jobs that entities name');
    table
      .string('key', 32)
      .primary()
      .comment('A hash of provider, server, job');
    table
      .string('read_at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table.text('listing').notNullable().comment('What was listed, as JSON');
  });
  await knex.schema.createTable('pipeline_runs', table => {
    table.comment('Runs; one that is finished is never asked for again');
    table
      .string('id', 32)
      .primary()
      .comment('The id of the pipeline, a dash, the number');
    table.string('pipeline_id', 16).notNullable();
    table.integer('number').notNullable();
    table.string('provider').notNullable();
    table.string('server').notNullable();
    table.text('full_name').notNullable().comment('Of the pipeline');
    table.boolean('is_finished').notNullable();
    table
      .string('started_at', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table.string('commit_hash', 64).nullable();
    table.text('run').notNullable().comment('As a page shows it, as JSON');
    table
      .text('parts')
      .nullable()
      .comment('Everything that belongs to it, as JSON, once it is finished');
    table.text('tests').nullable().comment('What its tests said, as JSON');
    table.text('gate').nullable().comment('What its gate said, as JSON');
    table.index(['pipeline_id', 'number'], 'pipeline_runs_by_number');
    table.index(['commit_hash'], 'pipeline_runs_by_commit');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pipeline_runs');
  await knex.schema.dropTable('pipeline_jobs');
};
