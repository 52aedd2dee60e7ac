import { createHash } from 'node:crypto';
import type { EmulatedAnalysis } from '../../sonarqube/SonarQubeEmulator.ts';
import type { Recipe } from './recipe.ts';

const NEW_COVERAGE = 80;

/** Analysis of a run: deterministic, and below the quality gate if the run fails on it. */
export function analysisOf(
  recipe: Recipe,
  number: number,
  at: number,
): EmulatedAnalysis {
  const { service, branch, commit, behaviours, mishap } = recipe;
  const chance = createHash('sha256').update(commit.hash).digest();
  const isBroken = mishap === 'gate';
  const covered = isBroken ? 52 + (chance[1] % 20) : 81 + (chance[1] % 18);
  return {
    taskId: taskIdOf(recipe, number),
    analysisId: taskIdOf(recipe, -number),
    project: `harbour:${service}`,
    branch,
    at,
    conditions: [
      {
        metricKey: 'new_coverage',
        comparator: 'LT',
        errorThreshold: String(NEW_COVERAGE),
        actualValue: `${covered}.${chance[2] % 10}`,
      },
      {
        metricKey: 'new_violations',
        comparator: 'GT',
        errorThreshold: '0',
        actualValue: isBroken ? '2' : '0',
      },
      {
        metricKey: 'new_duplicated_lines_density',
        comparator: 'GT',
        errorThreshold: '3',
        actualValue: `${chance[3] % 3}.${chance[4] % 10}`,
      },
    ],
    measures: {
      bugs: String(isBroken ? 1 + (chance[5] % 2) : 0),
      vulnerabilities: String(isBroken ? chance[6] % 2 : 0),
      code_smells: String(4 + behaviours.length + (chance[7] % 9)),
      coverage: `${76 + (chance[0] % 16)}.${chance[2] % 10}`,
      duplicated_lines_density: `${chance[3] % 3}.${chance[4] % 10}`,
    },
  };
}

/** URL of the page of an analysis in a scanner's report. */
export function dashboardOf(
  url: string,
  { project, branch }: EmulatedAnalysis,
): string {
  const query = new URLSearchParams({
    id: project,
    ...(branch !== 'main' && { branch }),
  });
  return `${url}/dashboard?${query}`;
}

/** Id of SonarQube's task for the analysis of a run. */
export function taskIdOf(
  { service, branch }: Pick<Recipe, 'service' | 'branch'>,
  number: number,
): string {
  const id = createHash('sha256').update(`${service}/${branch}/${number}`);
  return `AZ${id.digest('base64url').slice(0, 34)}`;
}
