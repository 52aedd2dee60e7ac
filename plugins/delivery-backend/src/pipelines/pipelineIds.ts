import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import { createHash } from 'node:crypto';

/** Key of a job: the same for all entities with this job. */
export function jobKey(provider: string, { server, job }: PipelineJob): string {
  return hash(provider, server, job).slice(0, 32);
}

/** Id of a pipeline, from its full name on its server. */
export function pipelineId(
  provider: string,
  server: string,
  fullName: string,
): string {
  return hash(provider, server, fullName).slice(0, 12);
}

/** Id of a run of a pipeline. */
export function runId(pipeline: string, number: number): string {
  return `${pipeline}-${number}`;
}

/** Parses the id of a run; undefined if the text is not one. */
export function parseRunId(
  id: string,
): { pipelineId: string; number: number } | undefined {
  const found = /^([0-9a-f]{12})-(\d{1,9})$/.exec(id);
  return found ? { pipelineId: found[1], number: Number(found[2]) } : undefined;
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
