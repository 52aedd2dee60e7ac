import { stagesOfEndedRun } from '@fairway/backstage-plugin-delivery-common';
import type {
  Pipeline,
  PipelineSource,
  Run,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import type { JobState, PipelineState } from './JobState';
import type { UserResolver } from './UserResolver';
import { runId } from './pipelineIds';
import type { RunRecord } from './PipelineStore';

/** A run as the API returns it. */
export function shownRun(
  pipelineId: string,
  run: RunRecord,
  userResolver: Pick<UserResolver, 'resolve'>,
): Run {
  const { commit, causes, status, stages } = run;
  return {
    ...run,
    ...(stages &&
      status.state === 'finished' && {
        stages: stagesOfEndedRun(stages, status.endedAt),
      }),
    id: runId(pipelineId, run.number),
    pipelineId,
    causes: causes.map(cause => ({
      ...cause,
      ...(cause.person && { person: userResolver.resolve(cause.person) }),
    })),
    ...(commit && {
      commit: {
        ...commit,
        ...(commit.author && { author: userResolver.resolve(commit.author) }),
      },
    }),
  };
}

/** A job as the API returns it: its default branch first, then the others by their newest run. */
export function shownSource(
  provider: string,
  { server, job }: PipelineJob,
  { url, sync, problems, pipelines }: JobState,
  userResolver: Pick<UserResolver, 'resolve'>,
): PipelineSource {
  return {
    provider,
    server,
    job,
    url,
    sync,
    ...(problems && { problems }),
    pipelines: [...pipelines.values()]
      .map(each => shownOnce(each, userResolver))
      .sort(compare),
  };
}

// An unchanged pipeline is the same object as before, so that it need not be compared.
const shown = new WeakMap<PipelineState, Pipeline>();

function shownOnce(
  state: PipelineState,
  userResolver: Pick<UserResolver, 'resolve'>,
): Pipeline {
  const known = shown.get(state) ?? shownPipeline(state, userResolver);
  shown.set(state, known);
  return known;
}

function shownPipeline(
  { id, listed, isDefault, runs }: PipelineState,
  userResolver: Pick<UserResolver, 'resolve'>,
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
