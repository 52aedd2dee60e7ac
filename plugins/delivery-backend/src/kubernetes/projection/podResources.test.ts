import { podResources } from './podResources';

it('adds up containers: no request asks for the limit, one without a limit lifts it', () => {
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

it('has nothing to say where no container says anything that can be read', () => {
  expect(podResources([{ requests: {}, limits: {} }])).toBeUndefined();
  expect(
    podResources([{ requests: { cpu: 'much' }, limits: {} }]),
  ).toBeUndefined();
});
