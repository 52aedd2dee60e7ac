/*
 * Inputs that runs have waited for. A CI server does not report them after their answer.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('pipeline_inputs', table => {
    table.comment('Last definition of each input of the pipelines of a job');
    table
      .string('job_key', 32)
      .notNullable()
      .comment('A hash of provider, server, job');
    table.string('input_id', 200).notNullable();
    table.text('stage').nullable().comment('Name of the stage that waited');
    table.text('message').notNullable();
    table.text('submitters').notNullable().comment('Names, as a JSON list');
    table.primary(['job_key', 'input_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('pipeline_inputs');
};
