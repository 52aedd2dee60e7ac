import { isError } from '@backstage/errors';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import {
  graphViewSchema,
  stagesOfGraphView,
  stagesOfWfapi,
  wfapiSchema,
} from './stages';

/**
 * Names of Pipeline Graph View's pages in a run's URL, the newest first: since 777.v,
 * since 520.v, and before. The oldest versions have the tree at a name of its own.
 *
 * @see https://github.com/jenkinsci/pipeline-graph-view-plugin/commits/main/src/main/java/io/jenkins/plugins/pipelinegraphview/consoleview/PipelineConsoleViewAction.java
 */
const GRAPH_VIEW_NAMES = [
  'stages',
  'pipeline-overview',
  'pipeline-console',
  'pipeline-graph',
] as const;

/** API that provides the stages of a server: a version of Pipeline Graph View, Stage View, or none. */
type StageSource = (typeof GRAPH_VIEW_NAMES)[number] | 'wfapi' | 'none';

const SOURCES: readonly StageSource[] = [...GRAPH_VIEW_NAMES, 'wfapi'];

/** Stages, and the API that they were read from. */
export interface StagesWithSource {
  source: StageSource;
  stages: Stage[];
}

/** Time after which the plugins of a server are detected again. */
const SOURCE_TTL_MS = 10 * 60_000;

/**
 * Path of Pipeline Graph View's logs and steps of a run; undefined for another source.
 */
export function graphViewPath(
  ref: RunRef,
  source: StageSource,
): string | undefined {
  if (source === 'wfapi' || source === 'none') return undefined;
  const page = source === 'pipeline-graph' ? 'pipeline-console' : source;
  return `${runPath(ref)}/${page}`;
}

/** Reads stages from the installed plugin: Pipeline Graph View, otherwise Stage View. */
export class StageReader {
  readonly #client: JenkinsClient;
  readonly #now: () => number;
  #known: { source: StageSource; at: number } | undefined;

  static create(client: JenkinsClient, now: () => number): StageReader {
    return new StageReader(client, now);
  }

  private constructor(client: JenkinsClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  /**
   * Reads the stages of a run; empty if its job has none. If one plugin fails, the
   * others are asked.
   *
   * @param kind - class of the run. Only pipelines have stages; for other runs, both
   * plugins respond as if they were not installed
   * @throws the first error if no plugin returns the stages
   */
  async read(
    ref: RunRef,
    kind: string,
    signal: AbortSignal,
  ): Promise<StagesWithSource> {
    if (!/WorkflowRun$/.test(kind)) return { source: 'none', stages: [] };
    const known = this.#known;
    const isKnown = known && this.#now() - known.at < SOURCE_TTL_MS;
    if (isKnown && known.source === 'none') {
      return { source: 'none', stages: [] };
    }
    const first = isKnown ? [known.source] : [];
    let failure: unknown;
    for (const source of new Set([...first, ...SOURCES])) {
      try {
        const stages = await this.#readFrom(source, ref, signal);
        // A plugin that failed for this run may work for others.
        if (failure === undefined) this.#known = { source, at: this.#now() };
        return { source, stages };
      } catch (error) {
        if (signal.aborted || isUnreachable(error)) throw error;
        if (!isNotFound(error)) failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    await this.#assertExists(ref, signal);
    this.#known = { source: 'none', at: this.#now() };
    return { source: 'none', stages: [] };
  }

  async #readFrom(
    source: StageSource,
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<Stage[]> {
    const request = { signal, target: runName(ref, 'stages') };
    if (source === 'wfapi') {
      const path = `${runPath(ref)}/wfapi/describe`;
      const read = await this.#client.json({ path, ...request }, wfapiSchema);
      return stagesOfWfapi(read, this.#now());
    }
    const path = `${runPath(ref)}/${source}/tree`;
    const read = await this.#client.json({ path, ...request }, graphViewSchema);
    return stagesOfGraphView(read, this.#now());
  }

  /** Distinguishes a missing plugin from a missing run. */
  async #assertExists(ref: RunRef, signal: AbortSignal): Promise<void> {
    await this.#client.json(
      {
        path: `${runPath(ref)}/api/json`,
        query: { tree: 'number' },
        signal,
        target: runName(ref, 'stages'),
      },
      z.object({ number: z.number() }),
    );
  }
}

function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}

/** Whether the server itself did not answer, so that other requests would fail as well. */
function isUnreachable(error: unknown): boolean {
  return ['jenkinsUnreachable', 'jenkinsTimeout', 'jenkinsStarting'].includes(
    problemOf(error).code,
  );
}
