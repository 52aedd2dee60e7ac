// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('ownership_claims', table => {
    table.comment('Ids and jobs that entities name, and when they first did');
    table.text('resource').notNullable().comment('Key of the id or job');
    table.text('entity_ref').notNullable();
    table
      .text('source')
      .notNullable()
      .comment('Repository or location of the catalog file');
    table.text('owners').notNullable().comment('Entity refs, as JSON');
    table
      .string('first_seen', 24)
      .notNullable()
      .comment('ISO time with milliseconds, in UTC');
    table.primary(['resource', 'entity_ref', 'source']);
  });
  await knex.schema.createTable('job_identities', table => {
    table.comment('What jobs built when they were read last');
    table.text('job').primary().comment('Key of the job');
    table.text('identity').notNullable().comment('As JSON');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('job_identities');
  await knex.schema.dropTable('ownership_claims');
};
