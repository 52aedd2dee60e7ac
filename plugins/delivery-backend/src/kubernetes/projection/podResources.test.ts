import { podResources } from './podResources';

it('adds up containers: a missing request is the limit, a missing limit means no limit', () => {
  expect(
    podResources([
      {
        requests: { cpu: '250m', memory: '64Mi' },
        limits: { cpu: '1', memory: '128Mi' },
      },
      { requests: {}, limits: { cpu: '500m' } },
    ]),
  ).toEqual({
    requests: { cpu: 750, memory: 67108864 },
    limits: { cpu: 1500 },
  });
});

it('is undefined when no container has a valid quantity', () => {
  expect(podResources([{ requests: {}, limits: {} }])).toBeUndefined();
  expect(
    podResources([{ requests: { cpu: 'much' }, limits: {} }]),
  ).toBeUndefined();
});

// https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
it('has the requests and limits of the pod where it sets them', () => {
  expect(
    podResources(
      [
        { requests: { cpu: '250m' }, limits: { memory: '32Mi' } },
        { requests: {}, limits: {} },
      ],
      { requests: {}, limits: { cpu: '1', memory: '96Mi' } },
    ),
  ).toEqual({
    requests: { cpu: 250, memory: 32 * 2 ** 20 },
    limits: { cpu: 1000, memory: 96 * 2 ** 20 },
  });
  expect(
    podResources([{ requests: {}, limits: {} }], {
      requests: { cpu: '100m' },
      limits: { memory: '96Mi' },
    }),
  ).toEqual({
    requests: { cpu: 100, memory: 96 * 2 ** 20 },
    limits: { memory: 96 * 2 ** 20 },
  });
});
