import { isError } from '@backstage/errors';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';
import {
  graphViewSchema,
  stagesOfGraphView,
  stagesOfWfapi,
  wfapiSchema,
} from './stages';

/** What a server tells stages by. */
type Source = 'graph-view' | 'wfapi' | 'none';

/** Stages, and what told them. */
export interface ReadStages {
  source: Source;
  stages: Stage[];
}

/** A server may get a plugin: it is asked again after so long. */
const KNOWN_MS = 10 * 60_000;

/** Reads stages by what a server has: Pipeline Graph View, else the Stage View's API, else nothing. */
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
   * A run's stages; none where its job has none.
   *
   * @param kind - the class of the run: only pipelines have stages, and both
   * plugins answer others as if they were not installed
   */
  async read(
    ref: RunRef,
    kind: string,
    signal: AbortSignal,
  ): Promise<ReadStages> {
    if (!/WorkflowRun$/.test(kind)) return { source: 'none', stages: [] };
    const known = this.#known;
    const isKnown = known && this.#now() - known.at < KNOWN_MS;
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

  /** Undefined where the server has not got the plugin. */
  async #try(
    source: Source,
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<Stage[] | undefined> {
    const what = `stages of '${ref.fullName}' #${ref.number}`;
    const ask = { signal, what };
    try {
      switch (source) {
        case 'graph-view': {
          const path = `${runPath(ref)}/stages/tree`;
          const read = await this.#client.json(
            { path, ...ask },
            graphViewSchema,
          );
          return stagesOfGraphView(read, this.#now());
        }
        case 'wfapi': {
          const path = `${runPath(ref)}/wfapi/describe`;
          const read = await this.#client.json({ path, ...ask }, wfapiSchema);
          return stagesOfWfapi(read, this.#now());
        }
        default:
          return [];
      }
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') throw error;
      // Is it the plugin that is not there, or the run?
      await this.#client.json(
        {
          path: `${runPath(ref)}/api/json`,
          query: { tree: 'number' },
          ...ask,
        },
        z.object({ number: z.number() }),
      );
      return undefined;
    }
  }
}
