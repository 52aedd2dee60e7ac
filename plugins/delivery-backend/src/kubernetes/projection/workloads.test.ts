import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import {
  projectDaemonSet,
  projectDeployment,
  projectStatefulSet,
} from './workloads';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

describe('projectDeployment', () => {
  it('reads a healthy Deployment', () => {
    const record = projectDeployment(recorded('deployment-ready'));
    expect(record).toMatchObject({
      kind: 'Deployment',
      name: 'billing',
      namespace: 'prod',
      labels: { 'backstage.io/kubernetes-id': 'billing' },
      entity: undefined,
      deleting: false,
      ownerUid: undefined,
      revision: 2,
      paused: false,
      desired: 3,
      created: 3,
      updated: 3,
      ready: 3,
      available: 3,
      template: {
        images: [record.template.mainImage],
        mainImage: expect.stringMatching(
          /^registry\.harbour\.example\/harbour\/billing:/,
        ),
        versionLabel: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        source: 'https://git.harbour.example/harbour/billing',
      },
      createdAt: time,
      imageSetBy: { manager: expect.any(String), at: time },
    });
    expect(record.observedGeneration).toBe(record.generation);
  });

  it('reads the entity that an annotation names, however it is written', () => {
    const entityRef = 'component:default/notice-board';
    const entity = (ref: string) =>
      projectDeployment(
        fixtureWith('deployment-entity', {
          'metadata.annotations': { 'fairway.dev/entity': ref },
        }),
      ).entity;
    expect(projectDeployment(recorded('deployment-entity'))).toMatchObject({
      entity: entityRef,
    });
    expect(entity('notice-board')).toBe(entityRef);
    expect(entity('Component:default/Notice-Board')).toBe(entityRef);
    expect(entity('resource:ops/notice-board')).toBe(
      'resource:ops/notice-board',
    );
    expect(entity('')).toBe('');
  });

  it('reads a pause, a missed deadline and a rejection by a quota', () => {
    expect(projectDeployment(recorded('deployment-paused'))).toMatchObject({
      paused: true,
      updated: 0,
      desired: 1,
    });
    expect(
      projectDeployment(recorded('deployment-deadline')).conditions,
    ).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
      }),
    );
    expect(
      projectDeployment(recorded('deployment-quota')).conditions,
    ).toContainEqual(
      expect.objectContaining({
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message: expect.stringContaining('exceeded quota: compute'),
      }),
    );
  });

  it('uses defaults for fields that a new Deployment does not have yet', () => {
    const created = fixtureWith('deployment-ready', {
      status: {},
      'spec.replicas': undefined,
      'metadata.annotations': undefined,
    });
    expect(projectDeployment(created)).toMatchObject({
      revision: 0,
      observedGeneration: 0,
      desired: 1,
      created: 0,
      ready: 0,
      conditions: [],
    });
  });

  it('uses the time of the manager that set the image', () => {
    const times: Record<string, string> = {
      'harbour-ci': '2026-01-01T00:00:00Z',
      'kubectl-set': '2026-01-02T00:00:00Z',
      'kubectl-rollout': '2026-01-03T00:00:00Z',
      kubectl: '2026-01-04T00:00:00Z',
      'kube-controller-manager': '2026-01-05T00:00:00Z',
    };
    const { metadata } = recorded('deployment-paused') as {
      metadata: { managedFields: { manager: string }[] };
    };
    const managedFields = metadata.managedFields.map(entry => ({
      ...entry,
      time: times[entry.manager],
    }));
    expect(managedFields).toHaveLength(5);
    const imageSetBy = (fields: unknown) =>
      projectDeployment(
        fixtureWith('deployment-paused', { 'metadata.managedFields': fields }),
      ).imageSetBy;
    expect(imageSetBy(managedFields)).toEqual({
      manager: 'kubectl-set',
      at: times['kubectl-set'],
    });
    expect(imageSetBy(undefined)).toBeUndefined();
  });

  describe('its template', () => {
    const template = (differences: Record<string, unknown>) =>
      projectDeployment(fixtureWith('deployment-ready', differences)).template;

    it('uses the default container, where there is one', () => {
      const containers = [
        { name: 'proxy', image: 'proxy:1' },
        { name: 'billing', image: 'billing:2' },
      ];
      const of = (name: string) =>
        template({
          'spec.template.metadata.annotations': {
            'kubectl.kubernetes.io/default-container': name,
          },
          'spec.template.spec.containers': containers,
        });
      expect(of('billing')).toMatchObject({
        images: ['proxy:1', 'billing:2'],
        mainImage: 'billing:2',
      });
      expect(of('gone').mainImage).toBe('proxy:1');
    });

    it('falls back to the labels and annotations of the workload', () => {
      expect(
        template({
          'spec.template.metadata': {},
          'metadata.annotations': {
            'org.opencontainers.image.revision': 'abc',
          },
          'metadata.labels': { 'app.kubernetes.io/version': '9.9.9' },
        }),
      ).toMatchObject({ versionLabel: '9.9.9', commit: 'abc' });
    });

    it.each([
      // eslint-disable-next-line no-script-url -- what must not become a link
      ['javascript:alert(1)', undefined],
      ['data:text/html,x', undefined],
      ['git@git.example:a/b.git', undefined],
      ['https://', undefined],
      ['HTTP://git.example/a', 'HTTP://git.example/a'],
    ])('has as its source from %s: %s', (text, source) => {
      expect(
        template({
          'spec.template.metadata.annotations': {
            'org.opencontainers.image.source': text,
          },
        }).source,
      ).toBe(source);
    });
  });
});

describe('projectStatefulSet', () => {
  it('reads a StatefulSet and its update strategy', () => {
    const record = projectStatefulSet(recorded('statefulset'));
    expect(record).toMatchObject({
      kind: 'StatefulSet',
      name: 'container-yard',
      onDelete: false,
      partition: 0,
      desired: 3,
      created: 3,
      updated: 3,
      ready: 3,
      available: 3,
      updateRevision: expect.stringMatching(/^container-yard-\w+$/),
      imageSetBy: { manager: expect.any(String), at: time },
    });
    expect(record.currentRevision).toBe(record.updateRevision);
  });

  it('reads a partition and an update on delete', () => {
    const partitioned = fixtureWith('statefulset', {
      'spec.updateStrategy.rollingUpdate.partition': 2,
    });
    expect(projectStatefulSet(partitioned).partition).toBe(2);
    const onDelete = fixtureWith('statefulset', {
      'spec.updateStrategy': { type: 'OnDelete' },
    });
    expect(projectStatefulSet(onDelete)).toMatchObject({
      onDelete: true,
      partition: 0,
    });
  });
});

describe('projectDaemonSet', () => {
  it('reads the numbers of a DaemonSet', () => {
    expect(projectDaemonSet(recorded('daemonset'))).toMatchObject({
      kind: 'DaemonSet',
      name: 'tide-gauge',
      onDelete: false,
      desired: 5,
      created: 5,
      updated: 5,
      ready: 5,
      available: 5,
    });
    const onDelete = fixtureWith('daemonset', {
      'spec.updateStrategy.type': 'OnDelete',
    });
    expect(projectDaemonSet(onDelete).onDelete).toBe(true);
  });
});
