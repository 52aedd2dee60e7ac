/*
 * Stores the problem of a run and of a quality gate as a code with values. A text that
 * was stored before gets the code `other`, which shows it unchanged.
 */

// @ts-check

/**
 * @typedef {{ code: string, values: { message: string }, message: string }} Problem
 * @typedef {{ problem?: Problem | string }} Run
 * @typedef {{ run: Run, failure?: { problem?: Problem } }} Parts
 * @typedef {{ sonarqube?: { problem?: Problem, message?: string } }} Gate
 * @typedef {{ run: Run, parts: Parts | null, gate: Gate | null }} Row
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await updateRows(knex, ({ run, parts, gate }) => {
    for (const each of [run, parts?.run]) {
      if (typeof each?.problem === 'string') {
        each.problem = coded(each.problem);
      }
    }
    const report = gate?.sonarqube;
    if (report?.message) {
      report.problem = coded(report.message);
      delete report.message;
    }
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await updateRows(knex, ({ run, parts, gate }) => {
    for (const each of [run, parts?.run]) {
      if (typeof each?.problem === 'object') {
        each.problem = each.problem.message;
      }
    }
    delete parts?.failure?.problem;
    const report = gate?.sonarqube;
    if (report?.problem) {
      report.message = report.problem.message;
      delete report.problem;
    }
  });
};

/**
 * @param {string} message
 * @returns {Problem}
 */
function coded(message) {
  return { code: 'other', values: { message }, message };
}

/**
 * @param {import('knex').Knex} knex
 * @param {(row: Row) => void} update - changes the row in place
 */
async function updateRows(knex, update) {
  const rows = await knex('pipeline_runs')
    .select('id', 'run', 'parts', 'gate')
    .where('run', 'like', '%"problem":%')
    .orWhere('parts', 'like', '%"problem":%')
    .orWhere('gate', 'like', '%"problem":%')
    .orWhere('gate', 'like', '%"message":%');
  for (const { id, run, parts, gate } of rows) {
    /** @type {Row} */
    const row = {
      run: JSON.parse(run),
      parts: parts && JSON.parse(parts),
      gate: gate && JSON.parse(gate),
    };
    update(row);
    await knex('pipeline_runs')
      .where({ id })
      .update({
        run: JSON.stringify(row.run),
        parts: row.parts && JSON.stringify(row.parts),
        gate: row.gate && JSON.stringify(row.gate),
      });
  }
}
