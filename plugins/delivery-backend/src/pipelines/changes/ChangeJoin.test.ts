import type {
  Delivery,
  Release,
  Run,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import {
  health,
  pipelineProblem,
  releaseExplanation,
} from '@fairway/backstage-plugin-delivery-common';
import { ChangeJoin } from './ChangeJoin';
import type { ChangeSources, PipelineRun } from './ChangeJoin';
import { Lineage } from './Lineage';

const environments = [
  { name: 'dev', production: false },
  { name: 'staging', production: false },
  { name: 'production', production: true },
];

// Oldest first: `1111111…`, `2222222…`
const hash = (n: number) => String(n).repeat(40);
const at = (minute: number) =>
  new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString();

function release(
  environment: string,
  minute: number,
  rest: Partial<Release>,
): Release {
  return {
    id: `${environment}-${minute}`,
    entityRef: 'component:default/orders',
    environment,
    cluster: 'a',
    namespace: environment,
    workload: { kind: 'Deployment', name: 'orders', uid: environment },
    to: { number: minute, name: `orders-${minute}`, uid: `r${minute}` },
    images: [{ container: 'orders', image: 'orders:1' }],
    cause: { how: 'unknown' },
    startedAt: at(minute),
    outcome: {
      state: 'completed',
      endedAt: at(minute + 1),
      ...releaseExplanation('everyPodAvailable'),
    },
    reconstructed: false,
    ...rest,
  };
}

function workload(rest: Partial<Workload>): Workload {
  return {
    uid: 'w',
    kind: 'Deployment',
    name: 'orders',
    createdAt: at(0),
    images: ['orders:1'],
    deployedAt: at(0),
    replicas: { desired: 1, updated: 1, ready: 1, available: 1 },
    health: health('healthy', 'ready'),
    rollout: { engine: 'native', strategy: 'rolling', state: 'stable' },
    findings: [],
    claim: 'consented',
    revisions: [],
    pods: [],
    ...rest,
  } as Workload;
}

function delivery(running: Record<string, Partial<Workload>>): Delivery {
  return {
    entityRef: 'component:default/orders',
    environments: environments.map(({ name, production }) => ({
      name,
      production,
      cluster: 'a',
      namespace: name,
      sync: { state: 'synced', since: at(0) },
      jobs: [],
      workloads: running[name] ? [workload(running[name])] : [],
    })),
  };
}

function run(
  number: number,
  commit: number,
  rest: Partial<Run> = {},
  isDefault = true,
): PipelineRun {
  return {
    pipeline: isDefault ? 'main' : 'fix/leak',
    isDefault,
    run: {
      id: `aaaaaaaaaaaa-${number}`,
      pipelineId: 'aaaaaaaaaaaa',
      number,
      name: `#${number}`,
      url: `https://jenkins/job/orders/job/main/${number}/`,
      status: { state: 'finished', result: 'succeeded', endedAt: at(number) },
      startedAt: at(number),
      causes: [],
      isKept: false,
      commit: { hash: hash(commit), message: `Change ${commit}` },
      ...rest,
    },
  };
}

function join(rest: Partial<ChangeSources>): ChangeJoin {
  return ChangeJoin.of({
    environments,
    lineage: Lineage.of(
      [5, 4, 3, 2, 1].map(n => ({ hash: hash(n), message: `Change ${n}` })),
    ),
    runs: [],
    releases: [],
    delivery: delivery({}),
    ...rest,
  });
}

const states = (sources: ChangeJoin, commit: number) =>
  sources
    .change({ hash: hash(commit) })
    .environments.map(({ state, containedIn, how }) =>
      [state, containedIn?.[0], how].filter(Boolean).join(' '),
    );
const sentence = (sources: ChangeJoin, commit: number) =>
  sources.change({ hash: hash(commit) }).status.sentence;

describe('ChangeJoin', () => {
  it('shows a commit as deployed when a later commit that contains it runs', () => {
    const joined = join({
      releases: [
        release('dev', 10, { commit: hash(4) }),
        release('staging', 20, { commit: hash(2) }),
      ],
      delivery: delivery({
        dev: { commit: hash(4) },
        staging: { commit: hash(2) },
      }),
    });
    expect(states(joined, 4)).toEqual([
      'deployed revision',
      'not-deployed',
      'not-deployed',
    ]);
    expect(states(joined, 3)).toEqual([
      'deployed 4 revision',
      'not-deployed',
      'not-deployed',
    ]);
    expect(states(joined, 1)).toEqual([
      'deployed 4 revision',
      'deployed 2 revision',
      'not-deployed',
    ]);
    expect(sentence(joined, 3)).toBe('Deployed to dev, not yet to staging');
    expect(sentence(joined, 5)).toBe('Not built yet');
    expect(joined.gaps()).toEqual([{ from: 'dev', to: 'staging', commits: 2 }]);
  });

  it('shows a commit as rolled back, and since when', () => {
    const joined = join({
      releases: [
        release('dev', 10, { commit: hash(4) }),
        release('dev', 20, { commit: hash(3) }),
      ],
      delivery: delivery({ dev: { commit: hash(3) } }),
    });
    expect(joined.change({ hash: hash(4) })).toMatchObject({
      environments: [
        { state: 'rolled-back', deployedAt: at(10), replacedAt: at(20) },
        { state: 'not-deployed' },
        { state: 'not-deployed' },
      ],
      status: { sentence: 'dev rolled back to an earlier commit' },
    });
  });

  it('distinguishes a rollout in progress from a failed one', () => {
    const moving = (state: 'progressing' | 'failed') =>
      join({
        releases: [
          release('dev', 10, { commit: hash(3) }),
          release('dev', 20, {
            commit: hash(4),
            outcome:
              state === 'failed'
                ? {
                    state,
                    endedAt: at(30),
                    ...releaseExplanation('deadlineExceeded', { message: 'x' }),
                  }
                : { state: 'in-progress', ...releaseExplanation('underway') },
          }),
        ],
        delivery: delivery({
          dev: {
            commit: hash(4),
            rollout: { engine: 'native', strategy: 'rolling', state },
          } as Partial<Workload>,
        }),
      });
    expect(sentence(moving('progressing'), 4)).toBe('Deploying to dev');
    expect(sentence(moving('progressing'), 3)).toBe(
      'Deployed to dev, not yet to staging',
    );
    expect(sentence(moving('failed'), 4)).toBe('Rollout to dev failed');
  });

  it('shows where a commit stopped that no environment runs', () => {
    const stage = (name: string, status: 'failed' | 'waiting') => ({
      stages: [
        {
          id: '1',
          name,
          status,
          isParallel: false,
          hasLog: true,
          children: [],
        },
      ],
    });
    const failed = {
      state: 'finished',
      result: 'failed',
      endedAt: at(9),
    } as const;
    const waiting = {
      state: 'waiting',
      message: 'Deploy to staging?',
    } as const;
    const joined = join({
      runs: [
        run(5, 5, { status: waiting, ...stage('Approve', 'waiting') }),
        run(4, 4, { status: failed, ...stage('Unit tests', 'failed') }),
        run(3, 3),
        run(9, 9, {}, false),
      ],
    });
    expect(sentence(joined, 5)).toBe(
      'Run #5 is waiting for approval: Deploy to staging?',
    );
    expect(sentence(joined, 4)).toBe('Run #4 failed in stage Unit tests');
    expect(sentence(joined, 3)).toBe('Built in #3, not deployed');
    expect(sentence(joined, 9)).toBe(
      'On branch fix/leak, which is not released',
    );
  });

  it('joins by run, annotation, digest and tag, the most reliable first, and shows contradictions', () => {
    const image = (digest: string) => [
      { container: 'orders', image: 'orders:1', digest },
    ];
    const joined = join({
      runs: [run(4, 4)],
      releases: [
        release('dev', 5, { commit: hash(3), images: image('sha256:c') }),
        release('staging', 6, { images: image('sha256:c') }),
      ],
      delivery: delivery({
        dev: {
          commit: hash(3),
          buildUrl: 'https://jenkins/job/orders/job/main/4/display/redirect',
        },
        staging: { images: ['orders@sha256:c'] },
        production: { version: { value: '2222222', from: 'tag' } },
      }),
    });
    const [dev, staging] = joined.change({ hash: hash(3) }).environments;
    expect(dev).toMatchObject({
      state: 'deployed',
      containedIn: hash(4),
    });
    expect(joined.change({ hash: hash(4) }).environments[0]).toMatchObject({
      state: 'deployed',
      how: 'build-url',
      contradiction: pipelineProblem('revisionNamesOtherCommit', {
        first: '4444444444',
        second: '3333333333',
      }),
    });
    expect(staging).toMatchObject({ state: 'deployed', how: 'digest' });
    expect(states(joined, 2)[2]).toBe('deployed tag');
  });

  it('ignores a digest that belongs to several commits, such as the digest of a sidecar', () => {
    const sidecar = [
      { container: 'proxy', image: 'proxy:1', digest: 'sha256:p' },
    ];
    const joined = join({
      releases: [
        release('dev', 5, { commit: hash(3), images: sidecar }),
        release('dev', 6, { commit: hash(4), images: sidecar }),
      ],
      delivery: delivery({ staging: { images: ['proxy@sha256:p'] } }),
    });
    expect(states(joined, 3)[1]).toBe('unknown');
  });

  it('finds changes by the start of a hash or version, or by words of the message', () => {
    const joined = join({
      releases: [
        release('dev', 5, {
          commit: hash(3),
          version: { value: '1.4.0', from: 'label' },
        }),
      ],
    });
    const found = (text: string) =>
      joined.search(text, 10).map(({ commit }) => commit.hash[0]);
    expect(found('33333')).toEqual(['3']);
    expect(found('1.4')).toEqual(['3']);
    expect(found('change 2')).toEqual(['2']);
    expect(found('nothing')).toEqual([]);
  });
});
