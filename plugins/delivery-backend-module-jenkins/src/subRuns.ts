import type {
  RunOutcome,
  SubRun,
} from '@fairway/backstage-plugin-delivery-common';
import type { JenkinsBuild, JenkinsSubBuild } from './builds';
import { httpAddress } from './httpAddress';
import { resultOf } from './parseRun';
import { partName } from './partName';

const ORDER: readonly RunOutcome[] = [
  'failed',
  'aborted',
  'unstable',
  'unknown',
  'waiting',
  'running',
  'not-built',
  'succeeded',
];

/**
 * Returns the runs that a run consists of, failed ones first: the cells of a matrix, and
 * the jobs of a MultiJob's phases.
 *
 * @see https://github.com/jenkinsci/matrix-project-plugin/blob/master/src/main/java/hudson/matrix/MatrixBuild.java
 * @see https://github.com/jenkinsci/tikal-multijob-plugin/blob/master/src/main/java/com/tikal/jenkins/plugins/multijob/MultiJobBuild.java
 */
export function subRunsOf({
  number,
  runs,
  subBuilds,
  building,
}: JenkinsBuild): SubRun[] {
  // A matrix also lists older runs of the cells that this run did not build.
  const cells = (runs ?? []).filter(run => run.number === number);
  // A job that was retried is listed once for each attempt.
  const jobs = (subBuilds ?? []).filter(({ retry }) => !retry);
  return [...cells, ...jobs]
    .map(each => subRunOf(each, building === true))
    .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

function subRunOf(build: JenkinsSubBuild, isRunning: boolean): SubRun {
  const number = build.number ?? build.buildNumber;
  const url = httpAddress(build.url ?? undefined);
  const name = build.jobAlias || build.jobName || partName(build.url);
  return {
    name: name || `#${number ?? '?'}`,
    ...(typeof number === 'number' && { number }),
    ...(url && { url }),
    outcome: build.result || !isRunning ? resultOf(build.result) : 'running',
  };
}
