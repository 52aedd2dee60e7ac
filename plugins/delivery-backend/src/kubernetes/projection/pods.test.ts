import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { projectPod } from './pods';

describe('projectPod', () => {
  it.each([
    ['pod-ready', { status: 'ready', isReady: true, restarts: 0 }],
    [
      'pod-not-ready',
      {
        status: 'not-ready',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [customer-portal]',
      },
    ],
    [
      'pod-crash-loop',
      {
        status: 'failing',
        reason: 'CrashLoopBackOff',
        exit: { container: 'cargo-manifest', exitCode: 3, reason: 'Error' },
        isReady: false,
      },
    ],
    [
      'pod-out-of-memory',
      {
        status: 'failing',
        reason: 'CrashLoopBackOff',
        exit: {
          container: 'crane-scheduler',
          exitCode: 137,
          reason: 'OOMKilled',
        },
      },
    ],
    [
      'pod-image-pull',
      {
        status: 'failing',
        reason: 'ImagePullBackOff',
        message: expect.stringContaining('billing:7.6.0: not found'),
      },
    ],
    [
      'pod-missing-config',
      {
        status: 'failing',
        reason: 'CreateContainerConfigError',
        message: 'configmap "customs-tariff-codes" not found',
      },
    ],
    [
      'pod-unschedulable',
      {
        status: 'unschedulable',
        reason: 'Unschedulable',
        message: expect.stringContaining('nodes are available'),
        node: undefined,
      },
    ],
    ['pod-completed', { status: 'succeeded', isReady: false }],
    ['pod-terminating', { status: 'terminating', deleting: true }],
  ])('%s', (name, expected) => {
    expect(projectPod(recorded(name))).toMatchObject(expected);
  });

  it('reads the owner of a pod', () => {
    expect(projectPod(recorded('pod-ready'))).toMatchObject({
      kind: 'Pod',
      namespace: 'prod',
      ownerUid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      node: expect.any(String),
      revisionHash: undefined,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(projectPod(recorded('pod-of-statefulset'))).toMatchObject({
      revisionHash: expect.stringMatching(/^container-yard-\w+$/),
    });
    expect(projectPod(recorded('pod-of-daemonset'))).toMatchObject({
      revisionHash: expect.stringMatching(/^\w+$/),
    });
  });

  it('adds up the restarts of all containers', () => {
    const restarted = fixtureWith('pod-crash-loop', {
      'status.initContainerStatuses.0.restartCount': 1,
      'status.containerStatuses.0.restartCount': 20,
      'status.containerStatuses.1.restartCount': 300,
    });
    expect(projectPod(restarted).restarts).toBe(321);
  });

  it('follows the controller among several owners', () => {
    const owners = [
      { uid: 'friend', kind: 'ConfigMap', name: 'a', apiVersion: 'v1' },
      { uid: 'boss', kind: 'ReplicaSet', controller: true },
    ];
    const ownedBy = (ownerReferences: unknown[]) =>
      projectPod(
        fixtureWith('pod-ready', {
          'metadata.ownerReferences': ownerReferences,
        }),
      ).ownerUid;
    expect(ownedBy(owners)).toBe('boss');
    expect(ownedBy(owners.slice(0, 1))).toBeUndefined();
  });

  describe('reads cases that the demo does not have:', () => {
    const waiting = (reason: string) => ({ waiting: { reason } });
    const exited = (exitCode: number, more: object = {}) => ({
      terminated: { exitCode, ...more },
    });
    const container = 'status.containerStatuses.0';

    it('an evicted pod', () => {
      const evicted = fixtureWith('pod-ready', {
        status: {
          phase: 'Failed',
          reason: 'Evicted',
          message: 'The node was low on resource: memory.',
        },
      });
      expect(projectPod(evicted)).toMatchObject({
        status: 'failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
      });
    });

    it('a failed pod of a Job', () => {
      const failed = fixtureWith('pod-completed', {
        'status.phase': 'Failed',
        [`${container}.state`]: exited(2, { message: 'no such file\n' }),
      });
      expect(projectPod(failed)).toMatchObject({
        status: 'failed',
        reason: 'Error',
        exit: {
          container: 'invoice-archive',
          exitCode: 2,
          message: 'no such file',
        },
      });
    });

    it('a pod without a status', () => {
      const created = fixtureWith('pod-ready', {
        status: undefined,
        'spec.nodeName': undefined,
      });
      expect(projectPod(created)).toMatchObject({
        status: 'starting',
        restarts: 0,
        isReady: false,
      });
    });

    it('a container whose startup probe has not succeeded yet', () => {
      const starting = fixtureWith('pod-not-ready', {
        [`${container}.started`]: false,
      });
      expect(projectPod(starting).status).toBe('starting');
    });

    it('a running pod that is not ready after its init container has ended', () => {
      const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
      const unready = fixtureWith('pod-crash-loop', {
        [`${container}.state`]: running,
        [`${container}.started`]: true,
      });
      expect(projectPod(unready)).toMatchObject({
        status: 'not-ready',
        reason: 'ContainersNotReady',
      });
    });

    it.each(['ContainerCreating', 'PodInitializing'])(
      'a container that waits for %s is on its way',
      reason => {
        const creating = fixtureWith('pod-image-pull', {
          [`${container}.state`]: waiting(reason),
        });
        expect(projectPod(creating)).toMatchObject({
          status: 'starting',
          reason,
        });
      },
    );

    it('a pod that waits for a failing init container', () => {
      const stuck = fixtureWith('pod-crash-loop', {
        'status.phase': 'Pending',
        'status.initContainerStatuses.0.state': waiting('CrashLoopBackOff'),
        'status.initContainerStatuses.0.lastState': exited(1),
        [`${container}.state`]: waiting('PodInitializing'),
      });
      expect(projectPod(stuck)).toMatchObject({
        status: 'failing',
        reason: 'CrashLoopBackOff',
        exit: { container: 'migrate', exitCode: 1 },
      });
    });

    it('a long last output, of which the end is kept', () => {
      const message = `${'x'.repeat(1000)}the reason`;
      const talkative = fixtureWith('pod-crash-loop', {
        [`${container}.lastState`]: exited(1, { message }),
      });
      const { exit } = projectPod(talkative);
      expect(exit?.message).toMatch(/x{280,}the reason$/);
      expect(exit?.message?.length).toBeLessThan(360);
    });
  });
});
