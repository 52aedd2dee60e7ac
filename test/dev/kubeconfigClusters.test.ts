import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { kubeconfigClusters, readKubeconfig } from './kubeconfigClusters.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'fairway-kubeconfig-'));
after(() => rmSync(dir, { recursive: true, force: true }));

function kubeconfig(more: object = {}): string {
  const file = path.join(dir, 'config');
  const content = {
    'current-context': 'near',
    clusters: [
      {
        name: 'a',
        cluster: {
          server: 'https://a:6443',
          'certificate-authority': 'ca.crt',
        },
      },
    ],
    contexts: [
      { name: 'near', context: { cluster: 'a', user: 'me' } },
      { name: 'far', context: { cluster: 'b', user: 'me' } },
    ],
    users: [{ name: 'me', user: { token: 'very-secret' } }],
    ...more,
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('uses the current context or the named ones, and leaves users in the file', async () => {
  const file = kubeconfig();
  const [cluster] = await kubeconfigClusters(file, []);
  assert.equal(cluster.name, 'near');
  assert.equal(cluster.url, 'https://a:6443');
  assert.equal(cluster.caFile, path.join(dir, 'ca.crt'));
  assert.equal(cluster.authProvider, 'kubeconfig');
  assert.doesNotMatch(JSON.stringify(cluster), /secret/);
  assert.equal((await kubeconfigClusters(file, ['near'])).length, 1);
});

test('reports the problem of a file without its content', async () => {
  assert.throws(
    () => readKubeconfig(path.join(dir, 'absent')),
    /absent cannot be read: ENOENT/,
  );
  const file = kubeconfig();
  await assert.rejects(kubeconfigClusters(file, ['nowhere']), /near, far/);
  await assert.rejects(kubeconfigClusters(file, ['far']), /cluster 'b'/);
  const none = kubeconfig({ 'current-context': '' });
  await assert.rejects(kubeconfigClusters(none, []), /--context: near/);
  const empty = kubeconfig({ contexts: [] });
  await assert.rejects(kubeconfigClusters(empty, []), /no contexts/);
  writeFileSync(file, 'token: very-secret\n\t: [');
  await assert.rejects(kubeconfigClusters(file, []), error => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /is not a kubeconfig/);
    assert.doesNotMatch(error.message, /secret/);
    return true;
  });
});
