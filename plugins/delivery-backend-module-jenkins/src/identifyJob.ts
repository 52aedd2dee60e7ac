import { isError } from '@backstage/errors';
import type { JobIdentity } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { checkoutsOf } from './commits';
import type { SameRepository } from './commits';
import {
  LAST_BUILD,
  MAX_BRANCHES,
  MULTIBRANCH,
  lastBuildSchema,
} from './findJobs';
import type { JenkinsClient } from './JenkinsClient';
import { jobRepositoriesIn } from './jobConfig';
import { jobPath } from './jobPath';

const TREE = `_class,${LAST_BUILD},jobs[${LAST_BUILD}]{0,${MAX_BRANCHES}}`;

const jobSchema = lastBuildSchema.extend({
  _class: z.string().default(''),
  /** Present for folders and multibranch projects */
  jobs: z.array(lastBuildSchema).optional(),
});

/**
 * Reads which repository a job builds. Its configuration says it, if the portal's
 * user may read that; otherwise the checkouts of its last builds. Builds that checked
 * out several repositories prove nothing: one of them may be someone else's.
 *
 * @throws NotFoundError if Jenkins does not have the job
 */
export async function identifyJob(
  client: JenkinsClient,
  repositories: SameRepository,
  job: string,
  signal: AbortSignal,
): Promise<JobIdentity> {
  const read = await client.json(
    {
      path: `${jobPath(job)}/api/json`,
      query: { tree: TREE },
      signal,
      target: job,
    },
    jobSchema,
  );
  if (read.jobs && !MULTIBRANCH.test(read._class)) {
    return { isFolder: true, repositories: [] };
  }
  const configured = await configuredRepositories(client, job, signal);
  const remotes = configured.length
    ? configured
    : builtRepositories(read, repositories);
  const isOne = remotes.every(each => repositories.isSame(each, remotes[0]));
  return {
    isFolder: false,
    repositories: isOne ? [...new Set(remotes)] : [],
  };
}

async function configuredRepositories(
  client: JenkinsClient,
  job: string,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const config = await client.text({
      path: `${jobPath(job)}/config.xml`,
      signal,
      target: `${job} (config.xml)`,
    });
    return jobRepositoriesIn(config);
  } catch (error) {
    // Without the permission Job/ExtendedRead
    const isDenied =
      isError(error) &&
      ['NotAllowedError', 'NotFoundError'].includes(error.name);
    if (isDenied) return [];
    throw error;
  }
}

/** Repositories that all last builds checked out: that of one change request may have checked out others as well. */
function builtRepositories(
  { lastBuild, jobs = [] }: z.infer<typeof jobSchema>,
  repositories: SameRepository,
): string[] {
  const builds = [{ lastBuild }, ...jobs]
    .map(each => (each.lastBuild ? checkoutsOf(each.lastBuild) : []))
    .map(checkouts => checkouts.flatMap(({ remotes }) => remotes))
    .filter(remotes => remotes.length > 0);
  return builds
    .flat()
    .filter(remote =>
      builds.every(remotes =>
        remotes.some(each => repositories.isSame(each, remote)),
      ),
    );
}
