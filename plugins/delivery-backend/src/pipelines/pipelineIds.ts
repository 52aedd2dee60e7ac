import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import { createHash } from 'node:crypto';

/** Of a job that an entity names: the same for all entities that name it. */
export function jobKey(provider: string, { server, job }: PipelineJob): string {
  return hash(provider, server, job).slice(0, 32);
}

/** Of a pipeline, by its full name in its server. */
export function pipelineId(
  provider: string,
  server: string,
  fullName: string,
): string {
  return hash(provider, server, fullName).slice(0, 12);
}

/** Of a run of a pipeline. */
export function runId(pipeline: string, number: number): string {
  return `${pipeline}-${number}`;
}

/** Undefined for what is no run's id. */
export function parseRunId(
  id: string,
): { pipelineId: string; number: number } | undefined {
  const found = /^([0-9a-f]{12})-(\d{1,9})$/.exec(id);
  return found ? { pipelineId: found[1], number: Number(found[2]) } : undefined;
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
