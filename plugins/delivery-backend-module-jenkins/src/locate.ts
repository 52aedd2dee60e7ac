import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import { DEFAULT_SERVER } from './readJenkinsConfig';

/** Names jobs: `[server:]folder/job`, several separated by commas. */
export const JOB_FULL_NAME = 'jenkins.io/job-full-name';
/** Its older name, of one job. */
export const GITHUB_FOLDER = 'jenkins.io/github-folder';

/**
 * The jobs that an entity names.
 *
 * @param servers - names of those that are configured
 * @throws InputError that says what to write instead
 */
export function locate({ metadata }: Entity, servers: string[]): PipelineJob[] {
  const { annotations = {} } = metadata;
  const name = annotations[JOB_FULL_NAME] ? JOB_FULL_NAME : GITHUB_FOLDER;
  const value = annotations[name];
  if (!value?.trim()) return [];
  const source = annotations['backstage.io/source-location'] ?? '';
  const repository = /^url:(.+)$/.exec(source)?.[1];
  const jobs = value
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => locateOne(name, part, servers))
    .map(job => ({ ...job, ...(repository && { repository }) }));
  const isNew = (each: PipelineJob, index: number) =>
    jobs.findIndex(j => j.server === each.server && j.job === each.job) ===
    index;
  return jobs.filter(isNew);
}

/**
 * What a catalog file names a job by: what {@link locate} reads. None for a job
 * with a comma in its name, which the annotation cannot name.
 *
 * @param servers - names of those that are configured
 */
export function annotationValue(
  { server, job }: Pick<PipelineJob, 'server' | 'job'>,
  servers: string[],
): string | undefined {
  if (job.includes(',')) return undefined;
  return server === defaultOf(servers) ? job : `${server}:${job}`;
}

function locateOne(
  annotation: string,
  text: string,
  servers: string[],
): PipelineJob {
  const [prefix] = text.split(':', 1);
  const isPrefixed = text.includes(':') && servers.includes(prefix);
  const server = isPrefixed ? prefix : defaultOf(servers);
  const job = (isPrefixed ? text.slice(prefix.length + 1) : text)
    .replace(/^\/+|\/+$/g, '')
    .trim();
  if (server === undefined) {
    throw new InputError(
      servers.length
        ? `The annotation ${annotation} names '${text}' without a server; write one of ${servers
            .map(each => `'${each}:${text}'`)
            .join(', ')}, or call one of the servers '${DEFAULT_SERVER}'`
        : `The annotation ${annotation} names a job, and the portal knows no Jenkins: configure jenkins.instances`,
    );
  }
  const isNonsense = job
    .split('/')
    .some(segment => ['', '.', '..'].includes(segment.trim()));
  if (isNonsense) {
    throw new InputError(
      `The annotation ${annotation} names '${text}', which is no job: write its full name, such as 'folder/job'`,
    );
  }
  return { server, job };
}

function defaultOf(servers: string[]): string | undefined {
  if (servers.length === 1) return servers[0];
  return servers.includes(DEFAULT_SERVER) ? DEFAULT_SERVER : undefined;
}
