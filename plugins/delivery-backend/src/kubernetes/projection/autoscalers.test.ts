import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectAutoscaler } from './autoscalers';

const recorded: Record<string, unknown>[] = JSON.parse(
  readFileSync(
    path.join(
      __dirname,
      '../../services/diagnosis/__fixtures__/autoscalerAtMaximum.json',
    ),
    'utf8',
  ),
);
const autoscaler = recorded.find(
  ({ kind }) => kind === 'HorizontalPodAutoscaler',
);

it('reads the target and the conditions of a recorded autoscaler', () => {
  expect(projectAutoscaler(autoscaler)).toMatchObject({
    target: { kind: 'Deployment', name: 'orders' },
    min: 1,
    max: 2,
    current: 1,
    desired: 2,
    scaledAt: '2026-11-23T15:15:11Z',
    metrics: [{ name: 'cpu', target: '50 %', current: '900 %' }],
  });
});

// In the shapes of the API's reference; see projectAutoscaler.
it('reads every type of metric in the unit of its target, and skips an unknown type', () => {
  const queue = { name: 'queue_length' };
  const describedObject = { kind: 'Service', name: 'orders' };
  const { metrics } = projectAutoscaler({
    metadata: { ...Object(autoscaler).metadata },
    spec: {
      scaleTargetRef: { kind: 'Rollout', name: 'orders' },
      maxReplicas: 4,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: 'app',
            target: { type: 'AverageValue', averageValue: '100m' },
          },
        },
        {
          type: 'Resource',
          resource: {
            name: 'memory',
            target: { type: 'AverageValue', averageValue: '1Gi' },
          },
        },
        {
          type: 'Pods',
          pods: {
            metric: queue,
            target: { type: 'AverageValue', averageValue: '30' },
          },
        },
        {
          type: 'Object',
          object: {
            metric: queue,
            describedObject,
            target: { type: 'Value', value: '2k' },
          },
        },
        {
          type: 'External',
          external: {
            metric: { name: 'sqs' },
            target: { type: 'Value', value: '10' },
          },
        },
        { type: 'Moon', moon: { phase: 'full' } },
      ],
    },
    status: {
      currentMetrics: [
        { type: '' },
        {
          type: 'Resource',
          resource: { name: 'memory', current: { averageValue: '375390208' } },
        },
        {
          type: 'Object',
          object: {
            metric: queue,
            describedObject,
            current: { value: '1500' },
          },
        },
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'cpu',
            container: 'app',
            current: { averageUtilization: 60, averageValue: '120m' },
          },
        },
      ],
    },
  });
  expect(metrics).toEqual([
    { name: 'cpu', of: 'app', target: '100m', current: '120m' },
    { name: 'memory', target: '1024Mi', current: '358Mi' },
    { name: 'queue_length', target: '30' },
    {
      name: 'queue_length',
      of: 'Service orders',
      target: '2k',
      current: '1500',
    },
    { name: 'sqs', target: '10' },
  ]);
});
