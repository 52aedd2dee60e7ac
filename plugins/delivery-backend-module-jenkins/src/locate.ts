import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
  trimOf,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import { DEFAULT_SERVER } from './readJenkinsConfig';

/** Annotation that names jobs: `[server:]folder/job`, comma-separated. */
export const JOB_FULL_NAME = 'jenkins.io/job-full-name';
/** Older annotation that names one job. */
export const GITHUB_FOLDER = 'jenkins.io/github-folder';

/**
 * Returns the jobs that an entity names.
 *
 * @param servers - names of the configured servers
 * @throws InputError with the correct form, if the annotation is invalid
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
    .map(part => parseJob(name, part, servers))
    .map(job => ({ ...job, ...(repository && { repository }) }));
  const isNew = (each: PipelineJob, index: number) =>
    jobs.findIndex(j => j.server === each.server && j.job === each.job) ===
    index;
  return jobs.filter(isNew);
}

/**
 * Returns the value of the annotation that names a job. It is the inverse of
 * {@link locate}. Undefined if the job's name has a comma, which the annotation cannot
 * express.
 *
 * @param servers - names of the configured servers
 */
export function annotationValue(
  { server, job }: Pick<PipelineJob, 'server' | 'job'>,
  servers: string[],
): string | undefined {
  if (job.includes(',')) return undefined;
  return server === defaultServer(servers) ? job : `${server}:${job}`;
}

function parseJob(
  annotation: string,
  text: string,
  servers: string[],
): PipelineJob {
  const [prefix] = text.split(':', 1);
  const isPrefixed = text.includes(':') && servers.includes(prefix);
  const server = isPrefixed ? prefix : defaultServer(servers);
  const job = trimOf(
    isPrefixed ? text.slice(prefix.length + 1) : text,
    '/',
  ).trim();
  if (server === undefined) {
    throw problemError(
      InputError,
      servers.length
        ? pipelineProblem('jenkinsServerNotNamed', {
            annotation,
            value: text,
            choices: servers.map(each => `'${each}:${text}'`).join(', '),
            defaultServer: DEFAULT_SERVER,
          })
        : pipelineProblem('jenkinsNotConfigured', { annotation }),
    );
  }
  const isInvalid = job
    .split('/')
    .some(segment => ['', '.', '..'].includes(segment.trim()));
  if (isInvalid) {
    throw problemError(
      InputError,
      pipelineProblem('jenkinsJobNameInvalid', { annotation, value: text }),
    );
  }
  return { server, job };
}

/** Name of the server of a job without one: the only server, or the default one. */
export function defaultServer(servers: string[]): string | undefined {
  if (servers.length === 1) return servers[0];
  return servers.includes(DEFAULT_SERVER) ? DEFAULT_SERVER : undefined;
}
