import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectsOf, benchDeployments } from './services.ts';

test('spreads pods evenly, and the remainder over the first services', () => {
  const deployments = benchDeployments(3, 14);
  assert.deepEqual(
    deployments.map(({ replicas }) => replicas),
    [3, 3, 2, 2, 2, 2],
  );
  assert.equal(
    new Set(deployments.map(p => `${p.namespace}/${p.name}`)).size,
    6,
  );
});

test('creates services from manifests, without pods', () => {
  const target = { namespace: 'bench-1', name: 'service-1', replicas: 7 };
  const selector = { app: 'model' };
  const { deployment, service } = objectsOf(target, {
    name: 'model',
    deployment: {
      metadata: { name: 'model', labels: { app: 'model' } },
      spec: {
        replicas: 3,
        selector: { matchLabels: selector },
        template: { spec: { containers: [{ name: 'model' }] } },
      },
    },
    service: { metadata: { name: 'model' }, spec: { selector } },
  });
  assert.deepEqual(deployment.metadata, {
    name: 'service-1',
    namespace: 'bench-1',
    labels: { app: 'service-1' },
  });
  assert.equal(deployment.spec?.replicas, 0);
  assert.deepEqual(service.spec?.selector, { app: 'service-1' });
});
