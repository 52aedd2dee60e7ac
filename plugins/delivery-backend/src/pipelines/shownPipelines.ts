import type {
  Pipeline,
  PipelineSource,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import type { JobState, PipelineState } from './JobState';
import type { UserResolver } from './UserResolver';
import { runId } from './pipelineIds';
import type { KnownRun } from './PipelineStore';

/** A run as pages have it. */
export function shownRun(
  pipelineId: string,
  run: KnownRun,
  userResolver: Pick<UserResolver, 'known'>,
): Run {
  const { commit, causes } = run;
  return {
    ...run,
    id: runId(pipelineId, run.number),
    pipelineId,
    causes: causes.map(cause => ({
      ...cause,
      ...(cause.person && { person: userResolver.known(cause.person) }),
    })),
    ...(commit && {
      commit: {
        ...commit,
        ...(commit.author && { author: userResolver.known(commit.author) }),
      },
    }),
  };
}

/** A job that an entity names as pages have it: the default branch first, then what happened last. */
export function shownSource(
  provider: string,
  { server, job }: PipelineJob,
  { url, sync, pipelines }: JobState,
  userResolver: Pick<UserResolver, 'known'>,
): PipelineSource {
  return {
    provider,
    server,
    job,
    url,
    sync,
    pipelines: [...pipelines.values()]
      .map(each => onceShown(each, userResolver))
      .sort(compare),
  };
}

// What did not change is the same object as before, so that it need not be compared.
const shown = new WeakMap<PipelineState, Pipeline>();

function onceShown(
  state: PipelineState,
  userResolver: Pick<UserResolver, 'known'>,
): Pipeline {
  const known = shown.get(state) ?? shownPipeline(state, userResolver);
  shown.set(state, known);
  return known;
}

function shownPipeline(
  { id, listed, isDefault, runs }: PipelineState,
  userResolver: Pick<UserResolver, 'known'>,
): Pipeline {
  const { lastRun: _, ...rest } = listed;
  return {
    ...rest,
    id,
    isDefault,
    runs: runs.map(run => shownRun(id, run, userResolver)),
  };
}

function compare(a: Pipeline, b: Pipeline): number {
  const last = ({ runs }: Pipeline) => runs.at(0)?.startedAt ?? '';
  const byName = a.name < b.name ? -1 : 1;
  if (a.isDefault !== b.isDefault) return a.isDefault ? -1 : 1;
  if (last(a) === last(b)) return byName;
  return last(a) > last(b) ? -1 : 1;
}
