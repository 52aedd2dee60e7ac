import { recorded, fixtureWith } from '../../__testUtils__/recorded';
import { projectControllerRevision, projectReplicaSet } from './revisions';

const uid = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('projectReplicaSet', () => {
  it('reads the number, template, change cause and pods', () => {
    expect(projectReplicaSet(recorded('replicaset'))).toMatchObject({
      kind: 'ReplicaSet',
      ownerUid: uid,
      number: 2,
      changeCause: expect.stringContaining('split manifests'),
      replicas: { desired: 3, ready: 3 },
      template: {
        images: [
          expect.stringContaining('/cargo-manifest:'),
          expect.stringContaining('/audit-forwarder:'),
        ],
        mainImage: expect.stringContaining('/cargo-manifest:'),
        versionLabel: expect.stringMatching(/^\d/),
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    });
  });

  it('has number 0 and no pods where these are missing', () => {
    const bare = fixtureWith('replicaset', {
      'metadata.annotations': undefined,
      'spec.replicas': 0,
      status: undefined,
    });
    expect(projectReplicaSet(bare)).toMatchObject({
      number: 0,
      changeCause: undefined,
      replicas: { desired: 0, ready: 0 },
    });
  });

  // https://github.com/argoproj/argo-rollouts/issues/4546
  it.each([
    ['Deployment', 7, [3, 5]],
    ['Rollout', 2, []],
    ['Cloned', 0, []],
  ])(
    'takes the number of its controller, a %s, from the annotations that it copies',
    (kind, number, earlierNumbers) => {
      const copied = fixtureWith('replicaset', {
        'metadata.annotations': {
          'deployment.kubernetes.io/revision': '7',
          'deployment.kubernetes.io/revision-history': '3,5',
          'rollout.argoproj.io/revision': '2',
        },
        'metadata.ownerReferences': [
          { kind: 'Service', uid: 'friend' },
          { kind, uid: 'owner', controller: true },
        ],
      });
      expect(projectReplicaSet(copied)).toMatchObject({
        number,
        earlierNumbers,
      });
    },
  );

  it.each(['two', '', '1.5', '1e999'])(
    'takes the number %j for none, which no page could read',
    text => {
      const annotations = { 'deployment.kubernetes.io/revision': text };
      const odd = fixtureWith('replicaset', {
        'metadata.annotations': annotations,
      });
      expect(projectReplicaSet(odd).number).toBe(0);
    },
  );
});

describe('projectControllerRevision', () => {
  it.each(['container-yard', 'tide-gauge'])('reads a revision of %s', app => {
    expect(
      projectControllerRevision(recorded(`controllerrevision-${app}`)),
    ).toMatchObject({
      kind: 'ControllerRevision',
      name: expect.stringContaining(`${app}-`),
      ownerUid: uid,
      number: 2,
      template: {
        mainImage: expect.stringContaining(`/${app}:`),
        versionLabel: expect.stringMatching(/^\d/),
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        source: `https://git.harbour.example/harbour/${app}`,
      },
    });
  });
});
