import { isError } from '@backstage/errors';
import type { DiscoveredJobs } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { buildSchema } from './builds';
import { checkoutsOf } from './commits';
import { httpAddress } from './httpAddress';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath } from './jobPath';
import { annotationValue } from './locate';
import { nearestFirst } from './nearestFirst';
import { isSameRepository } from './repository';

/** Jobs of a folder that are listed. */
const JOBS = 1_000;
/** Jobs that are asked what they built. */
const CANDIDATES = 30;
/** Of them at a time: fewer than the client lets through, so that pages wait for none. */
const AT_ONCE = 4;
/** Of a multibranch job whose last build is asked for. */
const BRANCHES = 5;
/** Jobs that are given. */
const FOUND = 5;

// Names alone: what a job built takes Jenkins a file to read.
const LISTING_TREE = listingTree(4);

const LAST_BUILD =
  'lastBuild[actions[lastBuiltRevision[SHA1],remoteUrls,libraries[name]]]';
const BUILT_TREE = `url,${LAST_BUILD},jobs[${LAST_BUILD}]{0,${BRANCHES}}`;

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

const lastBuildSchema = z.object({
  lastBuild: buildSchema.pick({ actions: true }).nullish(),
});

const builtSchema = lastBuildSchema.extend({
  url: z.string().optional(),
  jobs: z.array(lastBuildSchema).default([]),
});

const MULTIBRANCH = /MultiBranchProject$/;
/** One whose jobs are deeper than the listing goes. */
const FOLDER = /Folder$/;

/** A job that built the repository. */
interface Builder {
  job: string;
  url?: string;
  /** Repositories that it built beside, libraries left out */
  others: number;
}

/**
 * The jobs of servers that build a repository. Each server is asked for the names
 * of its jobs, four levels deep, then those of the nearest names are asked what
 * they built last, a few at a time, until some built it. A job that never ran is
 * not found. A server that cannot be asked is a problem and costs its own jobs.
 */
export async function findJobs(
  clients: JenkinsClient[],
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<DiscoveredJobs> {
  const servers = clients.map(({ server }) => server.name);
  const problems: string[] = [];
  const built = await Promise.all(
    clients.map(async client => {
      const server = client.server.name;
      const tell = (error: unknown) =>
        problems.push(
          signal.aborted
            ? `Jenkins '${server}' did not tell in time which of its jobs build ${repositoryUrl}`
            : wordsOf(error),
        );
      try {
        const { builders, failure } = await buildersIn(
          client,
          repositoryUrl,
          signal,
        );
        if (failure !== undefined) tell(failure);
        return builders.map(each => ({ ...each, server }));
      } catch (error) {
        tell(error);
        return [];
      }
    }),
  );
  const jobs = built
    .flat()
    .sort((a, b) => a.others - b.others)
    .flatMap(({ url, ...job }) => {
      const name = annotationValue(job, servers);
      return name === undefined ? [] : { name, ...(url && { url }) };
    });
  return { jobs: jobs.slice(0, FOUND), problems };
}

/** With why a job could not be asked, if one could not. */
async function buildersIn(
  client: JenkinsClient,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<{ builders: Builder[]; failure?: unknown }> {
  const { jobs } = await client.json(
    {
      path: '/api/json',
      query: { tree: LISTING_TREE },
      signal,
      what: 'names of its jobs',
    },
    listingSchema,
  );
  const candidates = nearestFirst(namesIn(jobs), repositoryUrl).slice(
    0,
    CANDIDATES,
  );
  let failure: unknown;
  for (let at = 0; at < candidates.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const answers = await Promise.allSettled(
      candidates
        .slice(at, at + AT_ONCE)
        .map(job => builder(client, job, repositoryUrl, signal)),
    );
    const builders: Builder[] = [];
    for (const answer of answers) {
      if (answer.status === 'rejected') failure ??= answer.reason;
      else if (answer.value) builders.push(answer.value);
    }
    if (builders.length) return { builders, failure };
  }
  return { builders: [], failure };
}

/** Whether any of a job's last builds checked a repository out. */
export async function buildsRepository(
  client: JenkinsClient,
  job: string,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<boolean> {
  return (await builder(client, job, repositoryUrl, signal)) !== undefined;
}

function listingTree(levels: number): string {
  const inner = levels > 1 ? `,${listingTree(levels - 1)}` : '';
  return `jobs[name${inner}]{0,${JOBS}}`;
}

/** Full names of what has builds of its own, or a job for each branch. */
function namesIn(items: ListedItem[], folder = ''): string[] {
  return items.flatMap(({ _class, name, jobs }) => {
    const fullName = `${folder}${name}`;
    if (MULTIBRANCH.test(_class)) return fullName;
    if (jobs) return namesIn(jobs, `${fullName}/`);
    return FOLDER.test(_class) ? [] : fullName;
  });
}

/**
 * A job counts where any of its last builds checked the repository out. Of two,
 * the one is likelier that checked out nothing else: a job that deploys many
 * services has them all.
 */
async function builder(
  client: JenkinsClient,
  job: string,
  repositoryUrl: string,
  signal: AbortSignal,
): Promise<Builder | undefined> {
  const request = {
    path: `${jobPath(job)}/api/json`,
    query: { tree: BUILT_TREE },
    signal,
    what: `job '${job}'`,
  };
  try {
    const { jobs, url, ...own } = await client.json(request, builtSchema);
    const others = [own, ...jobs].flatMap(({ lastBuild }) => {
      const checkouts = lastBuild ? checkoutsOf(lastBuild) : [];
      const elsewhere = checkouts.filter(
        ({ remotes }) =>
          !remotes.some(each => isSameRepository(each, repositoryUrl)),
      );
      return elsewhere.length < checkouts.length ? elsewhere.length : [];
    });
    if (!others.length) return undefined;
    return { job, url: httpAddress(url), others: Math.min(...others) };
  } catch (error) {
    // Somebody has just removed it
    if (isError(error) && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

function wordsOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
