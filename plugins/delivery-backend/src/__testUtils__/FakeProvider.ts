import { NotFoundError } from '@backstage/errors';
import type {
  ListedPipeline,
  ListedRun,
  PipelineProvider,
  RunParts,
} from '@fairway/backstage-plugin-delivery-node';

/** A CI server in memory, which records requests and can fail. */
export class FakeProvider implements PipelineProvider {
  readonly name = 'fake';
  readonly annotation = ['fake/job', 'folder/job'] as const;
  /** Runs, by the full name of the pipeline, with ascending numbers */
  readonly runs = new Map<string, ListedRun[]>();
  /** Requests, in order: `list`, `runs main`, `progress main 3`... */
  asked: string[] = [];
  failure: Error | undefined;
  /** Finds no jobs, unless a test replaces it */
  findJobs: PipelineProvider['findJobs'];

  locate: PipelineProvider['locate'] = ({ metadata }) => {
    const job = metadata.annotations?.['fake/job'];
    return job === undefined ? [] : [{ server: 'default', job }];
  };

  /** Every job builds the repository of its own name. */
  identifyJob: PipelineProvider['identifyJob'] = async ({ job }) => ({
    isFolder: false,
    repositories: [`https://git.example/${job}.git`],
  });

  listPipelines: PipelineProvider['listPipelines'] = async () => {
    this.#ask('list');
    return {
      pipelines: [...this.runs].map(([fullName, runs]): ListedPipeline => {
        const last = runs.at(-1);
        return {
          fullName,
          name: fullName.split('/').at(-1) ?? '',
          kind: 'branch',
          isBuildable: true,
          ...(last && {
            lastRun: {
              number: last.number,
              isRunning: last.status.state !== 'finished',
            },
          }),
        };
      }),
    };
  };

  listRuns: PipelineProvider['listRuns'] = async ({ fullName }, { limit }) => {
    this.#ask(`runs ${fullName} ${limit}`);
    return [...(this.runs.get(fullName) ?? [])].reverse().slice(0, limit);
  };

  readProgress: PipelineProvider['readProgress'] = async ({
    fullName,
    number,
  }) => {
    this.#ask(`progress ${fullName} ${number}`);
    return { run: this.#run(fullName, number), stages: [] };
  };

  readRun: PipelineProvider['readRun'] = async ({ fullName, number }) => {
    this.#ask(`run ${fullName} ${number}`);
    const parts: RunParts = {
      run: this.#run(fullName, number),
      stages: [],
      inputs: [],
      parameters: [],
      changes: [],
      artifacts: [],
      restartableStages: [],
      subRuns: [],
      problems: [],
    };
    return parts;
  };

  readParameters: PipelineProvider['readParameters'] = async () => [];
  readTests: PipelineProvider['readTests'] = async () => undefined;
  readGate: PipelineProvider['readGate'] = async () => ({
    warnings: [],
    problems: [],
  });

  readLog: PipelineProvider['readLog'] = async () => {
    throw new NotFoundError('No log');
  };

  readArtifact: PipelineProvider['readArtifact'] = async () => {
    throw new NotFoundError('No artifact');
  };

  performAction: PipelineProvider['performAction'] = async action => {
    this.#ask(`act ${action.kind}`);
    return action.kind === 'stop' || action.kind === 'keep'
      ? { state: 'done' }
      : { state: 'queued', queueId: '7' };
  };

  createPipeline: PipelineProvider['createPipeline'] = async ({ job }) => {
    this.#ask(`create ${job}`);
    const isThere = this.runs.has(`${job}/main`);
    if (!isThere) this.runs.set(`${job}/main`, []);
    return isThere ? 'exists' : 'created';
  };

  readQueueItem: PipelineProvider['readQueueItem'] = async () => ({
    state: 'queued',
    reason: 'Waiting for an executor',
  });

  #ask(what: string): void {
    this.asked.push(what);
    if (this.failure) throw this.failure;
  }

  #run(fullName: string, number: number): ListedRun {
    const run = this.runs.get(fullName)?.find(each => each.number === number);
    if (!run) throw new NotFoundError(`${fullName} has no run ${number}`);
    return run;
  }
}

/** A run with the fields of a test. */
export function listedRun(
  number: number,
  result?: 'succeeded' | 'failed',
  rest: Partial<ListedRun> = {},
): ListedRun {
  return {
    number,
    name: `#${number}`,
    startedAt: new Date(number * 1000).toISOString(),
    causes: [],
    isKept: false,
    status: result
      ? {
          state: 'finished',
          result,
          endedAt: new Date(number * 1000 + 500).toISOString(),
        }
      : { state: 'running' },
    ...rest,
  };
}
