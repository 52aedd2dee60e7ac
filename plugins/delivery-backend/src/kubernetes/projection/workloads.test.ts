import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import {
  projectDaemonSet,
  projectDeployment,
  projectStatefulSet,
} from './workloads';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

describe('projectDeployment', () => {
  it('keeps what a healthy one says', () => {
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

  it('knows the entity that an annotation names, however it is spelt', () => {
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

  it('tells a pause, a missed deadline and a refusal by quota', () => {
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

  it('takes defaults for what a new one does not say yet', () => {
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

  it('takes the time of the one who set the image, not of others', () => {
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

    it('is about the default container, where it names one', () => {
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

    it('falls back on what the workload says of itself', () => {
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
  it('keeps what one says, and how it updates', () => {
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

  it('keeps a partition and an update on delete', () => {
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
  it('counts by nodes', () => {
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
