import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nameOf, trafficOf } from './demoTraffic.ts';

const rollout = (name: string, strategy: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name },
  spec: { strategy },
});

it('finds the objects that Argo Rollouts writes to, and no other Service', () => {
  const manifests = [
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'billing' } },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'slots' },
    },
    rollout('quotes', {
      blueGreen: { activeService: 'quotes', previewService: 'preview' },
    }),
    rollout('slots', {
      canary: { stableService: 'slots', canaryService: 'slots-canary' },
    }),
    rollout('gate', { canary: {} }),
  ];
  assert.deepEqual(trafficOf(manifests), [
    'service/quotes',
    'service/preview',
    'service/slots',
    'service/slots-canary',
    'virtualservice.networking.istio.io/slots',
  ]);
  assert.equal(nameOf(manifests[0]), 'service/billing');
});
