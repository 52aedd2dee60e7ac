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
