import { metadataSchema } from './objectSchema';
import { templateWrites } from './templateWrites';

const image = {
  'f:spec': {
    'f:template': {
      'f:spec': {
        'f:containers': { 'k:{"name":"orders"}': { '.': {}, 'f:image': {} } },
      },
    },
  },
};
const restart = {
  'f:spec': {
    'f:template': {
      'f:metadata': {
        'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} },
      },
    },
  },
};
const scale = { 'f:spec': { 'f:replicas': {} } };

function writesOf(...managedFields: object[]) {
  return templateWrites(
    metadataSchema.parse({
      uid: 'w',
      name: 'orders',
      namespace: 'dev',
      creationTimestamp: '2026-01-01T00:00:00Z',
      managedFields,
    }),
  );
}

describe('templateWrites', () => {
  it('names the manager that set the image, and the one that wrote to the template later', () => {
    expect(
      writesOf(
        { manager: 'kubectl-rollout', time: '2026-01-03', fieldsV1: restart },
        { manager: 'kubectl-set', time: '2026-01-02', fieldsV1: image },
        { manager: 'helm', time: '2026-01-01', fieldsV1: image },
        {
          manager: 'kube-controller-manager',
          subresource: 'scale',
          time: '2026-01-04',
          fieldsV1: scale,
        },
        {
          manager: 'kube-controller-manager',
          subresource: 'status',
          time: '2026-01-05',
          fieldsV1: image,
        },
      ),
    ).toEqual({
      imageSetBy: { manager: 'kubectl-set', at: '2026-01-02' },
      templateSetBy: { manager: 'kubectl-rollout', at: '2026-01-03' },
      replicasSetBy: { manager: 'kube-controller-manager', at: '2026-01-04' },
    });
  });

  // As an API server 1.37.2 has it after `kubectl scale`.
  it('names the manager that scaled by a write without a time', () => {
    expect(
      writesOf({
        manager: 'kubectl',
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: scale,
      }),
    ).toEqual({ replicasSetBy: { manager: 'kubectl' } });
  });

  it('accepts missing managed fields', () => {
    expect(writesOf()).toEqual({});
  });
});
