import type {
  Delivery,
  Release,
  Run,
  Software,
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

function rolloutIn(state: Workload['rollout']['state']): Workload['rollout'] {
  return {
    engine: 'native',
    strategy: 'rolling',
    state,
    steps: [],
    step: 0,
    analyses: [],
  };
}

/** Fields of a workload and of the software that serves alone, if `serving` is not given. */
type Running = Partial<Workload> & Partial<Software>;

function workload({
  images = ['orders:1'],
  version,
  commit,
  buildUrl,
  ...rest
}: Running): Workload {
  return {
    uid: 'w',
    kind: 'Deployment',
    name: 'orders',
    createdAt: at(0),
    serving: [
      {
        revisions: [],
        images,
        version,
        commit,
        buildUrl,
        pods: 1,
        share: 100,
      },
    ],
    deployedAt: at(0),
    replicas: {
      desired: 1,
      updated: 1,
      updatedReady: 1,
      ready: 1,
      available: 1,
    },
    health: health('healthy', 'ready'),
    rollout: rolloutIn('complete'),
    findings: [],
    claim: 'consented',
    revisions: [],
    pods: [],
    ...rest,
  } as Workload;
}

function delivery(running: Record<string, Running>): Delivery {
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
            commit: hash(3),
            version: { value: '1.4.1', from: 'label' },
            target: {
              revisions: [],
              commit: hash(4),
              images: ['orders:2'],
              since: at(20),
            },
            rollout: rolloutIn(state),
          },
        }),
      });
    expect(sentence(moving('progressing'), 4)).toBe('Deploying to dev');
    expect(sentence(moving('progressing'), 3)).toBe(
      'Deployed to dev, not yet to staging',
    );
    expect(sentence(moving('failed'), 4)).toBe(
      'Rollout to dev failed, 1.4.1 is serving',
    );
    expect(states(moving('failed'), 3)[0]).toBe('deployed revision');
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

  it.each(['syncing', 'failed', 'forbidden'] as const)(
    'does not know what serves while a cluster is %s',
    state => {
      const unread = delivery({});
      for (const { sync } of unread.environments) sync.state = state;
      const joined = join({
        releases: [release('dev', 10, { commit: hash(4) })],
        delivery: unread,
      });
      expect(states(joined, 4)[0]).toBe('unknown revision');
      expect(sentence(joined, 4)).toBe('Deployment status unknown');
    },
  );

  describe('of a workload that serves two versions', () => {
    const entry = (commit: number | undefined, share: number) => ({
      revisions: [String(commit)],
      images: [`orders:${commit}`],
      version: { value: `1.${commit}`, from: 'tag' as const },
      commit: commit === undefined ? undefined : hash(commit),
      pods: share / 25,
      share,
    });
    const asks = (commit: number | undefined) => ({
      ...entry(commit, 0),
      since: at(30),
    });
    type State = Workload['rollout']['state'];
    const production = (
      serving: Workload['serving'],
      target: number | undefined,
      state: State,
    ) =>
      join({
        releases: [2, 3].map(n =>
          release('production', n, { commit: hash(n) }),
        ),
        delivery: delivery({
          production: {
            serving,
            target: asks(target),
            rollout: rolloutIn(state),
          },
        }),
      });

    it.each<
      [string, Workload['serving'], number | undefined, State, number, object]
    >([
      [
        'the old commit of a canary',
        [entry(3, 75), entry(4, 25)],
        4,
        'waiting',
        3,
        { state: 'deployed', share: 100 },
      ],
      [
        'an older commit of a canary, which most users reach with the old one',
        [entry(3, 75), entry(4, 25)],
        4,
        'waiting',
        2,
        { state: 'deployed', share: 100, containedIn: hash(3) },
      ],
      [
        'the new commit of a canary',
        [entry(3, 75), entry(4, 25)],
        4,
        'waiting',
        4,
        { state: 'deploying', share: 25 },
      ],
      [
        'the old commit of a canary of an unknown image',
        [entry(3, 67), entry(undefined, 33)],
        undefined,
        'waiting',
        3,
        { state: 'deployed', share: 67 },
      ],
      [
        'the commit of an aborted rollout',
        [entry(3, 100)],
        4,
        'aborted',
        4,
        { state: 'failed', share: 0, servingInstead: '1.3' },
      ],
      [
        'the commit that serves after an abort',
        [entry(3, 100)],
        4,
        'aborted',
        3,
        { state: 'deployed', share: 100 },
      ],
      [
        'the commit that a rollback replaces',
        [entry(3, 50), entry(2, 50)],
        2,
        'progressing',
        3,
        { state: 'rolled-back', share: 50 },
      ],
      [
        'the commit of a workload that is scaled to zero',
        [],
        3,
        'complete',
        3,
        { state: 'deployed', share: 0 },
      ],
    ])('shows %s', (_, serving, target, state, commit, expected) => {
      const joined = production(serving, target, state);
      const { environments: found } = joined.change({ hash: hash(commit) });
      expect(found[2]).toMatchObject(expected);
    });
  });
});
