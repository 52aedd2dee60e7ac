/*
 * Secrets that the portal has created with generated values. It holds no values.
 */

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('generated_secrets', table => {
    table.comment('Secrets that the portal has created, and for whom');
    table.string('cluster', 253).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table
      .text('entity_ref')
      .notNullable()
      .comment('Entity that the Secret was created for');
    table.primary(['cluster', 'namespace', 'name']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('generated_secrets');
};
