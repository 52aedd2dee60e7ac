import { isError } from '@backstage/errors';
import {
  pipelineProblem,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import type {
  DiscoveredJobs,
  Repositories,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { buildSchema } from './builds';
import { checkoutsOf } from './commits';
import type { SameRepository } from './commits';
import { httpAddress } from './httpAddress';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath } from './jobPath';
import { annotationValue } from './locate';
import { sortBySimilarity } from './sortBySimilarity';

/** Maximum number of jobs that are listed per folder. */
const MAX_JOBS = 1_000;
/** Maximum number of jobs whose last build is read. */
const MAX_CANDIDATES = 30;
/** Concurrent requests: fewer than the client's limit, so that pages do not have to wait. */
const CONCURRENCY = 4;
/** Maximum number of branches of a multibranch job whose last build is read. */
export const MAX_BRANCHES = 5;
/** Maximum number of jobs in the result. */
const MAX_RESULTS = 5;

// Names only, because Jenkins has to read a file for each build.
const LISTING_TREE = listingTree(4);

/** `tree` query of the checkouts of a job's last build. */
export const LAST_BUILD =
  'lastBuild[actions[lastBuiltRevision[SHA1],remoteUrls,libraries[name]]]';
const BUILT_TREE = `url,${LAST_BUILD},jobs[${LAST_BUILD}]{0,${MAX_BRANCHES}}`;

interface ListedItem {
  _class: string;
  name: string;
  jobs?: ListedItem[];
}

const listedItemSchema: z.ZodType<ListedItem> = z.lazy(() =>
  z.object({
    _class: z.string().default(''),
    name: z.string(),
    jobs: z.array(listedItemSchema).optional(),
  }),
);

const listingSchema = z.object({
  jobs: z.array(listedItemSchema).default([]),
});

/** Last build of a job, as {@link LAST_BUILD} reads it. */
export const lastBuildSchema = z.object({
  lastBuild: buildSchema.pick({ actions: true }).nullish(),
});

const builtSchema = lastBuildSchema.extend({
  url: z.string().optional(),
  jobs: z.array(lastBuildSchema).default([]),
});

/** Class of a job whose branches are jobs. */
export const MULTIBRANCH = /MultiBranchProject$/;
/** A folder whose jobs are deeper than the listing. */
const FOLDER = /Folder$/;

/** Compares addresses of repositories, and returns their names. */
type RepositoryNames = Pick<Repositories, 'isSame' | 'nameIn'>;

/** A job whose last build checked out the repository. */
interface MatchingJob {
  job: string;
  url?: string;
  /** Number of other repositories that it checked out, without shared libraries */
  otherRepositories: number;
}

/**
 * Finds the jobs that build a repository. It lists the names of the jobs of each
 * server, four levels deep. Then it reads the last builds of the jobs with the most
 * similar names, a few at a time, until some match. Jobs that have never run are not
 * found. A server that cannot be read is reported as a problem, and its jobs are
 * missing.
 */
export async function findJobs(
  clients: JenkinsClient[],
  repositories: RepositoryNames,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<DiscoveredJobs> {
  const servers = clients.map(({ server }) => server.name);
  const problems: CodedMessage[] = [];
  const found = await Promise.all(
    clients.map(async client => {
      const server = client.server.name;
      const addProblem = (error: unknown) =>
        problems.push(
          signal.aborted
            ? pipelineProblem('jobSearchTimeout', {
                server,
                repository: repositoryUrl,
              })
            : problemOf(error),
        );
      try {
        const { matches, failure } = await findMatchingJobs(
          client,
          repositories,
          repositoryUrl,
          signal,
        );
        if (failure !== undefined) addProblem(failure);
        return matches.map(each => ({ ...each, server }));
      } catch (error) {
        addProblem(error);
        return [];
      }
    }),
  );
  const jobs = found
    .flat()
    .sort((a, b) => a.otherRepositories - b.otherRepositories)
    .flatMap(({ url, ...job }) => {
      const name = annotationValue(job, servers);
      return name === undefined ? [] : { name, ...(url && { url }) };
    });
  return { jobs: jobs.slice(0, MAX_RESULTS), problems };
}

/** Returns the matching jobs of a server, and the first error of a job that could not be read. */
async function findMatchingJobs(
  client: JenkinsClient,
  repositories: RepositoryNames,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<{ matches: MatchingJob[]; failure?: unknown }> {
  const { jobs } = await client.json(
    {
      path: '/api/json',
      query: { tree: LISTING_TREE },
      signal,
      target: '/',
    },
    listingSchema,
  );
  const candidates = sortBySimilarity(
    namesIn(jobs),
    repositories.nameIn(repositoryUrl),
  ).slice(0, MAX_CANDIDATES);
  let failure: unknown;
  for (let at = 0; at < candidates.length; at += CONCURRENCY) {
    signal.throwIfAborted();
    const results = await Promise.allSettled(
      candidates
        .slice(at, at + CONCURRENCY)
        .map(job => matchJob(client, repositories, job, repositoryUrl, signal)),
    );
    const matches: MatchingJob[] = [];
    for (const result of results) {
      if (result.status === 'rejected') failure ??= result.reason;
      else if (result.value) matches.push(result.value);
    }
    if (matches.length) return { matches, failure };
  }
  return { matches: [], failure };
}

function listingTree(levels: number): string {
  const inner = levels > 1 ? `,${listingTree(levels - 1)}` : '';
  return `jobs[name${inner}]{0,${MAX_JOBS}}`;
}

/** Full names of jobs and multibranch projects. */
function namesIn(items: ListedItem[], folder = ''): string[] {
  return items.flatMap(({ _class, name, jobs }) => {
    const fullName = `${folder}${name}`;
    if (MULTIBRANCH.test(_class)) return fullName;
    if (jobs) return namesIn(jobs, `${fullName}/`);
    return FOLDER.test(_class) ? [] : fullName;
  });
}

/**
 * Returns a job if one of its last builds checked out the repository. Jobs that
 * checked out fewer other repositories are more likely to build the service, because
 * a job that deploys many services checks out all of them.
 */
async function matchJob(
  client: JenkinsClient,
  repositories: SameRepository,
  job: string,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<MatchingJob | undefined> {
  const request = {
    path: `${jobPath(job)}/api/json`,
    query: { tree: BUILT_TREE },
    signal,
    target: job,
  };
  try {
    const { jobs, url, ...own } = await client.json(request, builtSchema);
    const counts = [own, ...jobs].flatMap(({ lastBuild }) => {
      const checkouts = lastBuild ? checkoutsOf(lastBuild) : [];
      const elsewhere = checkouts.filter(
        ({ remotes }) =>
          !remotes.some(each => repositories.isSame(each, repositoryUrl)),
      );
      return elsewhere.length < checkouts.length ? elsewhere.length : [];
    });
    if (!counts.length) return undefined;
    return {
      job,
      url: httpAddress(url),
      otherRepositories: Math.min(...counts),
    };
  } catch (error) {
    // The job has just been deleted
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
