import { isError } from '@backstage/errors';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
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
   * @param kind - the class of the run: only pipelines have stages
   */
  async read(ref: RunRef, kind: string, signal: AbortSignal): Promise<Stage[]> {
    if (!/WorkflowRun$/.test(kind)) return [];
    const known = this.#known;
    const isKnown = known && this.#now() - known.at < KNOWN_MS;
    if (isKnown) {
      const stages = await this.#try(known.source, ref, signal);
      if (stages) return stages;
    }
    for (const source of ['graph-view', 'wfapi'] as const) {
      const stages = await this.#try(source, ref, signal);
      if (stages) {
        this.#known = { source, at: this.#now() };
        return stages;
      }
    }
    this.#known = { source: 'none', at: this.#now() };
    return [];
  }

  /** What a stage wrote; undefined where the server does not tell. */
  async log(
    ref: RunRef,
    stageId: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const known = this.#known?.source;
    for (const source of ['graph-view', 'wfapi'] as const) {
      if (known && known !== source) continue;
      const text = await this.#tryLog(source, ref, stageId, signal);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  async #tryLog(
    source: 'graph-view' | 'wfapi',
    ref: RunRef,
    stageId: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const isGraph = source === 'graph-view';
    const path = isGraph
      ? `${runPath(ref)}/stages/log`
      : `${runPath(ref)}/execution/node/${encodeURIComponent(stageId)}/wfapi/log`;
    const what = `log of stage ${stageId} of '${ref.fullName}' #${ref.number}`;
    try {
      const query = isGraph ? { nodeId: stageId } : undefined;
      const ask = { path, signal, what, query };
      const text = await limitedText(await this.#client.open(ask));
      return isGraph ? text : wfapiText(text);
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
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
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  }
}

const MAX_STAGE_LOG = 2 * 1024 * 1024;

/** The end of a text that may be very long. */
async function limitedText(response: Response): Promise<string> {
  let kept = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) {
    kept = Buffer.concat([kept, chunk]);
    if (kept.length > 2 * MAX_STAGE_LOG) kept = kept.subarray(-MAX_STAGE_LOG);
  }
  return kept.toString('utf8');
}

// It is JSON around HTML, made for the browser.
function wfapiText(answer: string): string {
  try {
    const { text } = JSON.parse(answer);
    return typeof text === 'string'
      ? text
          .replace(/<[^>]*>/g, '')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&quot;/g, '"')
          .replace(/&#0?39;/g, "'")
          .replace(/&amp;/g, '&')
      : '';
  } catch {
    return '';
  }
}
