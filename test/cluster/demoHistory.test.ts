import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { atRelease } from './demoHistory.ts';
import type { WorkloadManifest } from './demoHistory.ts';

const current: WorkloadManifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'billing',
    labels: { 'app.kubernetes.io/version': '7.6.0' },
    annotations: { 'kubernetes.io/change-cause': '7.6.0: credit notes' },
  },
  spec: {
    paused: true,
    template: {
      metadata: {
        labels: { 'app.kubernetes.io/version': '7.6.0' },
        annotations: {
          'org.opencontainers.image.revision': 'b'.repeat(40),
          'fairway.dev/build-url': 'https://jenkins.harbour.example/job/b/9/',
          'org.opencontainers.image.source': 'https://git.harbour.example/x',
          'simulate.fairway.dev/behaviour': 'crash-loop',
        },
      },
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'billing',
            image: 'registry.harbour.example/harbour/billing:7.6.0',
          },
          { name: 'forwarder', image: 'registry.harbour.example/platform/f:1' },
        ],
      },
    },
  },
};

describe('atRelease', () => {
  it('restores the image, version, commit and cause of the release', () => {
    const { metadata, spec } = atRelease(current, {
      version: '7.5.0',
      revision: 'a'.repeat(40),
      cause: 'Release 7.5.0',
    });
    assert.equal(metadata.labels?.['app.kubernetes.io/version'], '7.5.0');
    assert.equal(
      metadata.annotations?.['kubernetes.io/change-cause'],
      'Release 7.5.0',
    );
    assert.deepEqual(spec.template.metadata, {
      labels: { 'app.kubernetes.io/version': '7.5.0' },
      annotations: {
        'org.opencontainers.image.revision': 'a'.repeat(40),
        'org.opencontainers.image.source': 'https://git.harbour.example/x',
      },
    });
    assert.deepEqual(
      spec.template.spec?.containers.map(({ image }) => image),
      [
        'registry.harbour.example/harbour/billing:7.5.0',
        'registry.harbour.example/platform/f:1',
      ],
    );
    assert.equal(spec.paused, undefined);
  });

  it('omits later fields and leaves the current workload unchanged', () => {
    const before = structuredClone(current);
    const { spec } = atRelease(current, {
      digest: `sha256:${'c'.repeat(64)}`,
      revision: 'a'.repeat(40),
      without: ['nodeSelector'],
    });
    assert.equal(spec.template.spec?.nodeSelector, undefined);
    assert.equal(
      spec.template.spec?.containers[0].image,
      `registry.harbour.example/harbour/billing@sha256:${'c'.repeat(64)}`,
    );
    assert.deepEqual(current, before);
  });
});
