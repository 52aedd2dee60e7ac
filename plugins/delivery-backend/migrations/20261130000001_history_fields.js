/*
 * Renames two fields of saved releases (`wentBack` to `rollbackTo`, `rebuilt` to
 * `reconstructed`) and the column `what` of the timeline to `event`.
 */

// @ts-check

const NEW_NAMES = { wentBack: 'rollbackTo', rebuilt: 'reconstructed' };

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await renameFields(knex, NEW_NAMES);
  await knex.schema.alterTable('timeline', table => {
    table.renameColumn('what', 'event');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const entries = Object.entries(NEW_NAMES).map(([from, to]) => [to, from]);
  await renameFields(knex, Object.fromEntries(entries));
  await knex.schema.alterTable('timeline', table => {
    table.renameColumn('event', 'what');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @param {Record<string, string>} newNames
 */
async function renameFields(knex, newNames) {
  const rows = await knex('releases').select('id', 'release');
  for (const { id, release } of rows) {
    const fields = Object.entries(JSON.parse(release)).map(([name, value]) => [
      newNames[name] ?? name,
      value,
    ]);
    await knex('releases')
      .where({ id })
      .update({ release: JSON.stringify(Object.fromEntries(fields)) });
  }
}
