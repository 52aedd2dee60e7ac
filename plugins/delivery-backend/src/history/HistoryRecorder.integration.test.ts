import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import type { TimelineEvent } from '@fairway/backstage-plugin-delivery-common';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { watchedClusters } from '../config';
import { ClusterCaches } from '../kubernetes';
import { DirectClusterAccess } from '../kubernetes/access/DirectClusterAccess';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import {
  clustersService,
  deployment,
  ownAuth,
  realCluster,
  uniqueName,
} from '../__testUtils__/realCluster';
import { waitFor } from '../__testUtils__/waitFor';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { DatabaseTimelineStore } from './DatabaseTimelineStore';
import { openDatabase } from '../openDatabase';
import type { RecordedRelease } from './recordedRelease';
import { HistoryRecorder } from './HistoryRecorder';

jest.setTimeout(120_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

describe('HistoryRecorder, on a real API server and PostgreSQL', () => {
  const cluster = realCluster();
  const namespace = uniqueName('releases');
  const environments = [
    {
      name: 'dev',
      cluster: 'real',
      namespaces: [namespace],
      production: false,
    },
  ];
  const stops: (() => Promise<void>)[] = [];
  let store: DatabaseReleaseStore;
  let timeline: DatabaseTimelineStore;

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    const knex = await databases.init('POSTGRES_18');
    await openDatabase({ getClient: async () => knex });
    store = DatabaseReleaseStore.create(knex);
    timeline = DatabaseTimelineStore.create(knex);
  });

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
  });

  /** As a portal that starts does it. */
  async function watch() {
    const clusters = ClusterCaches.create({
      engines: [],
      access: DirectClusterAccess.create({
        clusters: clustersService([cluster.details], cluster.credential),
        auth: ownAuth,
      }),
      clusters: watchedClusters(environments),
      observer: () => ({ listed() {}, received() {}, skipped() {} }),
      clock: systemClock,
      random: Math.random,
      logger: mockServices.logger.mock(),
    });
    const recorder = HistoryRecorder.create({
      clusters,
      environments,
      releases: store,
      timeline,
      clock: systemClock,
      keptSince: () => '2000-01-01T00:00:00.000Z',
      logger: mockServices.logger.mock(),
    });
    recorder.start();
    clusters.start();
    await clusters.firstRead(AbortSignal.timeout(10_000));
    let isStopped = false;
    const stop = async () => {
      if (isStopped) return;
      isStopped = true;
      await recorder.stop();
      await clusters.stop();
    };
    stops.push(stop);
    return { stop, recorder };
  }

  const releasesOf = async (name: string): Promise<RecordedRelease[]> => {
    const { releases } = await store.page({
      service: { entityRef: 'component:default/any', id: name },
      environments,
      limit: 100,
    });
    return releases.reverse();
  };

  /** Waits until the releases are in these states, oldest first. */
  const recorded = (name: string, ...states: string[]) => {
    let found: RecordedRelease[] = [];
    return waitFor(
      `${name}: ${states}`,
      async () => {
        found = await releasesOf(name);
        return (
          found.map(({ outcome }) => outcome.state).join() === states.join() &&
          found
        );
      },
      () => JSON.stringify(found.map(({ outcome }) => outcome)),
    );
  };

  const create = (name: string, image: string) =>
    cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment(name, { id: name, image, replicas: 2 }),
      fieldManager: 'kubectl-create',
    });

  const change = (name: string, fieldManager: string, spec: object) =>
    cluster.apps.patchNamespacedDeployment(
      { namespace, name, body: spec, fieldManager },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );

  const withImage = (name: string, image: string) => ({
    template: { spec: { containers: [{ name, image }] } },
  });

  /** Resolves when the controller has taken up the new image. */
  const changeUnwatched = async (name: string, version: string) => {
    const revision = async () => {
      const { metadata } = await cluster.apps.readNamespacedDeployment({
        namespace,
        name,
      });
      return metadata?.annotations?.['deployment.kubernetes.io/revision'];
    };
    const before = await revision();
    await change(name, 'kubectl-set', {
      spec: withImage(name, `example/orders:${version}`),
    });
    await waitFor('the controller', async () => (await revision()) !== before);
  };

  it('records completed, superseded, failed and rolled back releases', async () => {
    const name = uniqueName('whole');
    await watch();
    await create(name, 'example/orders:1.0.0');
    const [first] = await recorded(name, 'completed');
    expect(first).toMatchObject({
      cluster: 'real',
      namespace,
      workload: { kind: 'Deployment', name },
      to: { number: 1 },
      images: [
        {
          container: name,
          image: 'example/orders:1.0.0',
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        },
      ],
      version: { value: '1.0.0', from: 'tag' },
      cause: {
        how: 'field-manager',
        manager: 'kubectl-create',
        wrote: 'image',
      },
      firstReadyAt: expect.any(String),
      reconstructed: false,
    });
    expect(first.from).toBeUndefined();
    expect(first.firstReadyAt && first.firstReadyAt >= first.startedAt).toBe(
      true,
    );

    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:2.0.0-unready'),
    });
    await recorded(name, 'completed', 'in-progress');
    await change(name, 'fairway', {
      metadata: { annotations: { 'fairway.dev/actor': 'user:default/ada' } },
      spec: withImage(name, 'example/orders:3.0.0'),
    });
    const [, second, third] = await recorded(
      name,
      'completed',
      'superseded',
      'completed',
    );
    expect(second).toMatchObject({
      from: first.to,
      outcome: {
        endedAt: third.startedAt,
        sentence: 'Superseded by revision 3 before it completed',
      },
      cause: { how: 'field-manager', manager: 'kubectl-set', wrote: 'image' },
    });
    expect(third.cause).toEqual({
      how: 'actor',
      actor: 'user:default/ada',
      manager: 'fairway',
    });

    // The portal's annotation is still there; it is not believed any more.
    await change(name, 'kubectl-set', {
      spec: {
        progressDeadlineSeconds: 2,
        ...withImage(name, 'example/orders:4.0.0-unready'),
      },
    });
    const [, , , fourth] = await recorded(
      name,
      'completed',
      'superseded',
      'completed',
      'failed',
    );
    expect(fourth).toMatchObject({
      outcome: { reason: 'deadlineExceeded' },
      cause: { how: 'field-manager', manager: 'kubectl-set' },
    });

    await change(name, 'kubectl-rollout', {
      spec: withImage(name, 'example/orders:3.0.0'),
    });
    const [, , , , fifth] = await recorded(
      name,
      'completed',
      'superseded',
      'completed',
      'failed',
      'completed',
    );
    expect(fifth).toMatchObject({
      from: fourth.to,
      to: { number: 5, uid: third.to.uid },
      rollbackTo: { releaseId: third.id, number: 3 },
      cause: { manager: 'kubectl-rollout' },
      reconstructed: false,
    });
    expect(fifth.startedAt >= fourth.startedAt).toBe(true);
  });

  it('continues after a restart, and reconstructs missed releases', async () => {
    const name = uniqueName('restart');
    const { stop } = await watch();
    await create(name, 'example/orders:1.0.0');
    await recorded(name, 'completed');
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:2.0.0-unready'),
    });
    await recorded(name, 'completed', 'in-progress');
    await stop();
    await changeUnwatched(name, '3.0.0-unready');
    const { stop: stopAgain } = await watch();
    await recorded(name, 'completed', 'unknown', 'in-progress');
    await stopAgain();
    for (const version of ['4.0.0', '5.0.0', '3.0.0-unready']) {
      await changeUnwatched(name, version);
    }
    await watch();
    const releases = await recorded(
      name,
      'completed',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'in-progress',
    );
    expect(
      releases.map(({ to, version, reconstructed }) => [
        to.number,
        version?.value,
        reconstructed,
      ]),
    ).toEqual([
      [1, '1.0.0', false],
      [2, '2.0.0-unready', false],
      [3, '3.0.0-unready', false],
      [4, '4.0.0', true],
      [5, '5.0.0', true],
      [6, '3.0.0-unready', false],
    ]);
    expect(releases[5].rollbackTo).toEqual({
      releaseId: releases[2].id,
      number: 3,
    });
  });

  it('records each release once when two replicas watch', async () => {
    const name = uniqueName('twice');
    await watch();
    await watch();
    await create(name, 'example/orders:1.0.0');
    await recorded(name, 'completed');
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:2.0.0-unready'),
    });
    await recorded(name, 'completed', 'in-progress');
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:3.0.0'),
    });
    const releases = await recorded(
      name,
      'completed',
      'superseded',
      'completed',
    );
    expect(releases.map(({ to }) => to.number)).toEqual([1, 2, 3]);
  });

  it('records observations after the database was unavailable', async () => {
    const name = uniqueName('away');
    const { recorder } = await watch();
    await create(name, 'example/orders:1.0.0');
    await recorded(name, 'completed');
    await waitFor('all to be recorded', () => recorder.waiting() === 0);
    await postgres.goAway();
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:2.0.0'),
    });
    await waitFor('2.0.0 to be complete', async () => {
      const { metadata, status } = await cluster.apps.readNamespacedDeployment({
        namespace,
        name,
      });
      return (
        status?.observedGeneration === metadata?.generation &&
        status?.updatedReplicas === 2 &&
        status.replicas === 2 &&
        status.availableReplicas === 2
      );
    });
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:3.0.0-unready'),
    });
    await waitFor('something to wait', () => recorder.waiting() > 0);
    await expect(releasesOf(name)).rejects.toThrow();
    await postgres.comeBack();
    const [, second] = await recorded(
      name,
      'completed',
      'completed',
      'in-progress',
    );
    expect(second.reconstructed).toBe(false);
  });

  it('ends active releases of deleted workloads, watched or not', async () => {
    const [watched, unwatched] = [uniqueName('gone'), uniqueName('unseen')];
    const { stop } = await watch();
    for (const name of [watched, unwatched]) {
      await create(name, 'example/orders:1.0.0-unready');
      await recorded(name, 'in-progress');
    }
    await cluster.apps.deleteNamespacedDeployment({ namespace, name: watched });
    const [release] = await recorded(watched, 'failed');
    expect(release.outcome.reason).toBe('workloadDeleted');
    await stop();
    await cluster.apps.deleteNamespacedDeployment({
      namespace,
      name: unwatched,
    });
    await watch();
    await recorded(unwatched, 'failed');
  });

  it('records rollouts, scaling, restarts and failing probes', async () => {
    const name = uniqueName('timeline');
    await watch();
    await create(name, 'example/orders:1.0.0');
    await recorded(name, 'completed');
    await change(name, 'kubectl-scale', { spec: { replicas: 3 } });
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:2.0.0-crash'),
    });
    const happened = async () => {
      const { events } = await timeline.page({
        service: { entityRef: 'component:default/any', id: name },
        environments,
        limit: 100,
      });
      return events;
    };
    await waitFor('a restart', async () =>
      (await happened()).some(({ event }) => event.type === 'restarted'),
    );
    await change(name, 'kubectl-set', {
      spec: withImage(name, 'example/orders:3.0.0-unready'),
    });
    const all = await waitFor(
      'failing probes and the last rollout',
      async () => {
        const found = await happened();
        const has = (test: (event: TimelineEvent) => boolean) =>
          found.some(({ event }) => test(event));
        return (
          has(event => event.type === 'probe-failed') &&
          has(event => event.type === 'rollout' && event.number === 3) &&
          found
        );
      },
    );
    expect(all.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'rollout',
          number: 1,
          state: 'completed',
        }),
        { type: 'scaled', from: 2, to: 3, by: 'kubectl-scale' },
        expect.objectContaining({
          type: 'rollout',
          number: 2,
          state: 'superseded',
        }),
        expect.objectContaining({
          type: 'restarted',
          container: name,
          exitCode: 1,
        }),
        expect.objectContaining({ type: 'probe-failed', probe: 'readiness' }),
        expect.objectContaining({
          type: 'rollout',
          number: 3,
          state: 'in-progress',
        }),
      ]),
    );
  });

  it('records StatefulSets, whose revisions do not keep earlier numbers', async () => {
    const name = uniqueName('stateful');
    await watch();
    const { metadata, spec } = deployment(name, {
      id: name,
      image: 'example/store:1.0.0',
    });
    await cluster.apps.createNamespacedStatefulSet({
      namespace,
      body: { metadata, spec: { ...spec, serviceName: name } },
    });
    await recorded(name, 'completed');
    for (const version of ['2.0.0', '1.0.0']) {
      await cluster.apps.patchNamespacedStatefulSet(
        {
          namespace,
          name,
          body: { spec: withImage(name, `example/store:${version}`) },
          fieldManager: 'kubectl-set',
        },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      );
      const states = version === '2.0.0' ? [] : ['completed'];
      await recorded(name, 'completed', 'completed', ...states);
    }
    const [first, second, third] = await releasesOf(name);
    expect(third).toMatchObject({
      from: second.to,
      to: { number: 3, uid: first.to.uid },
      rollbackTo: { releaseId: first.id, number: 1 },
    });
  });
});
