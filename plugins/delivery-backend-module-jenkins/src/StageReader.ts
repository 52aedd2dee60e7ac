import { isError } from '@backstage/errors';
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

/** API that provides the stages of a server: Pipeline Graph View, Stage View, or none. */
type Source = 'graph-view' | 'wfapi' | 'none';

/** Stages, and the API that they were read from. */
export interface StagesWithSource {
  source: Source;
  stages: Stage[];
}

/** Time after which the plugins of a server are detected again. */
const SOURCE_TTL_MS = 10 * 60_000;

/** Reads stages from the installed plugin: Pipeline Graph View, otherwise Stage View. */
export class StageReader {
  readonly #client: JenkinsClient;
  readonly #now: () => number;
  #known: { source: Source; at: number } | undefined;

  static create(client: JenkinsClient, now: () => number): StageReader {
    return new StageReader(client, now);
  }

  private constructor(client: JenkinsClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  /**
   * Reads the stages of a run; empty if its job has none.
   *
   * @param kind - class of the run. Only pipelines have stages; for other runs, both
   * plugins respond as if they were not installed
   */
  async read(
    ref: RunRef,
    kind: string,
    signal: AbortSignal,
  ): Promise<StagesWithSource> {
    if (!/WorkflowRun$/.test(kind)) return { source: 'none', stages: [] };
    const known = this.#known;
    const isKnown = known && this.#now() - known.at < SOURCE_TTL_MS;
    if (isKnown) {
      const stages = await this.#try(known.source, ref, signal);
      if (stages) return { source: known.source, stages };
    }
    for (const source of ['graph-view', 'wfapi', 'none'] as const) {
      const stages = await this.#try(source, ref, signal);
      if (stages) {
        this.#known = { source, at: this.#now() };
        return { source, stages };
      }
    }
    return { source: 'none', stages: [] };
  }

  /** Returns undefined if the plugin is not installed on the server. */
  async #try(
    source: Source,
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<Stage[] | undefined> {
    const target = runName(ref, 'stages');
    const request = { signal, target };
    try {
      switch (source) {
        case 'graph-view': {
          const path = `${runPath(ref)}/stages/tree`;
          const read = await this.#client.json(
            { path, ...request },
            graphViewSchema,
          );
          return stagesOfGraphView(read, this.#now());
        }
        case 'wfapi': {
          const path = `${runPath(ref)}/wfapi/describe`;
          const read = await this.#client.json(
            { path, ...request },
            wfapiSchema,
          );
          return stagesOfWfapi(read, this.#now());
        }
        default:
          return [];
      }
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') throw error;
      // Distinguish a missing plugin from a missing run
      await this.#client.json(
        {
          path: `${runPath(ref)}/api/json`,
          query: { tree: 'number' },
          ...request,
        },
        z.object({ number: z.number() }),
      );
      return undefined;
    }
  }
}
