import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import { pipelineProvidersExtensionPoint } from '@fairway/backstage-plugin-delivery-node';
import type {
  ListedRun,
  PipelineProvider,
} from '@fairway/backstage-plugin-delivery-node';
import { Readable } from 'node:stream';

const JOB = 'harbour/orders';

/** Value of the header that signs a webhook of the fake provider. */
export const WEBHOOK_SIGNATURE = 'right';

const run: ListedRun = {
  number: 1,
  name: '#1',
  startedAt: '2026-01-01T10:00:00.000Z',
  causes: [],
  isKept: false,
  status: {
    state: 'finished',
    result: 'succeeded',
    endedAt: '2026-01-01T10:01:00.000Z',
  },
};

/** A run of another branch, which waits for members of the group `harbour`. */
const waitingRun: ListedRun = {
  ...run,
  status: {
    state: 'waiting',
    message: 'Deploy?',
    inputs: [{ message: 'Deploy?', submitters: ['harbour'] }],
  },
};

const runOf = ({ fullName }: { fullName: string }) =>
  fullName === `${JOB}/fix` ? waitingRun : run;

/** A CI server in memory with one job, which has one run with all that a run can have, and one that waits. */
const provider: PipelineProvider = {
  name: 'fake',
  annotation: ['fake/job', JOB],
  locate: ({ metadata }) => {
    const job = metadata.annotations?.['fake/job'];
    return job === undefined ? [] : [{ server: 'default', job }];
  },
  findJobs: async () => ({ jobs: [], problems: [] }),
  identifyJob: async () => ({
    isFolder: false,
    repositories: ['https://git.example/harbour/orders.git'],
  }),
  listPipelines: async () => ({
    pipelines: [
      {
        fullName: `${JOB}/main`,
        name: 'main',
        kind: 'branch',
        isBuildable: true,
        lastRun: { number: 1, isRunning: false },
      },
      {
        fullName: `${JOB}/fix`,
        name: 'fix',
        kind: 'branch',
        isBuildable: true,
        lastRun: { number: 1, isRunning: true },
      },
    ],
  }),
  readParameters: async () => [],
  listRuns: async ref => [runOf(ref)],
  readRun: async ref => ({
    run: runOf(ref),
    stages: [],
    inputs: [],
    parameters: [],
    changes: [],
    artifacts: [{ path: 'report.txt', name: 'report.txt' }],
    restartableStages: [],
    subRuns: [],
    problems: [],
  }),
  readProgress: async ref => ({ run: runOf(ref), stages: [] }),
  readTests: async () => ({
    counts: { total: 1, failed: 0, skipped: 0 },
    cases: [],
    problems: [],
  }),
  readGate: async () => ({ warnings: [], problems: [] }),
  readLog: async () => ({
    text: 'line\n',
    start: 0,
    end: 5,
    size: 5,
    isGrowing: false,
  }),
  readArtifact: async () => ({ stream: Readable.from(['report']) }),
  performAction: async () => ({ state: 'done' }),
  readQueueItem: async () => ({ state: 'queued' }),
  parseWebhook: ({ headers }) => {
    if (headers['x-signature'] !== WEBHOOK_SIGNATURE) {
      throw new AuthenticationError('The signature is wrong');
    }
    return { server: 'default', job: JOB };
  },
};

/** Module that adds the fake provider to the delivery plugin. */
export const fakePipelines = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'fake-pipelines',
  register(env) {
    env.registerInit({
      deps: { pipelines: pipelineProvidersExtensionPoint },
      async init({ pipelines }) {
        pipelines.addProvider(provider);
      },
    });
  },
});
