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
