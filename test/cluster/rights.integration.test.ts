import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { bindActRights, clusterNames, kubectl } from './index.ts';
import type { ClusterName } from './index.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const kept: Record<string, Record<string, string[]>> = parse(
  readFileSync(path.join(import.meta.dirname, 'rights.yaml'), 'utf8'),
);

/** Namespaces of the test: one of an environment, and one of the cluster itself. */
const ENVIRONMENT = 'rights-of-fairway';
const SYSTEM = 'kube-system';

/**
 * Rights of an account in a namespace, as `resource: verbs` and
 * `resource[name]: verbs`, sorted; without those of every account.
 */
async function rightsOf(
  cluster: ClusterName,
  account: string,
  namespace: string,
): Promise<string[]> {
  const listed = await kubectl(stack, cluster, [
    ...['auth', 'can-i', '--list', '--no-headers'],
    `--namespace=${namespace}`,
    `--as=system:serviceaccount:fairway:${account}`,
  ]);
  const rights = new Map<string, Set<string>>();
  for (const line of listed.split('\n').filter(each => each.trim())) {
    const columns = /^(\S*)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]\s*$/.exec(line);
    assert.ok(columns, `kubectl printed an unknown line: ${line}`);
    const [, resource, , names, verbs] = columns;
    // Discovery has paths instead of resources. Every service account may review its
    // own rights, and read the trust bundles of the cluster.
    const isOfEveryone = /^(self\w+reviews|clustertrustbundles)\./;
    if (!resource || isOfEveryone.test(resource)) continue;
    for (const name of names ? names.split(' ') : ['']) {
      const key = name ? `${resource}[${name}]` : resource;
      const known = rights.get(key) ?? new Set();
      verbs.split(' ').forEach(verb => known.add(verb));
      rights.set(key, known);
    }
  }
  return [...rights]
    .map(([key, verbs]) => `${key}: ${[...verbs].sort().join(' ')}`)
    .sort();
}

describe('rights of the portal’s accounts in a cluster', () => {
  before(async () => {
    for (const cluster of clusterNames) {
      await kubectl(stack, cluster, ['create', 'namespace', ENVIRONMENT]);
      await bindActRights(stack, cluster, ENVIRONMENT);
      await waitFor('the RoleBindings to take effect', async () => {
        const rights = await rightsOf(cluster, 'fairway-act', ENVIRONMENT);
        return rights.some(right => right.startsWith('deployments.apps'));
      });
    }
  });

  after(async () => {
    for (const cluster of clusterNames) {
      await kubectl(stack, cluster, [
        ...['delete', 'namespace', ENVIRONMENT, '--wait=false'],
      ]);
    }
  });

  for (const cluster of clusterNames) {
    for (const account of ['fairway-read', 'fairway-act']) {
      for (const namespace of [ENVIRONMENT, SYSTEM]) {
        const place = namespace === SYSTEM ? SYSTEM : 'an environment';
        it(`of ${account} in ${place} of ${cluster} are those of rights.yaml`, async () => {
          const parts = [
            `${account} everywhere`,
            ...(cluster === 'staging'
              ? [`${account} with new namespaces`]
              : []),
            ...(namespace === ENVIRONMENT
              ? [`${account} in an environment`]
              : []),
          ];
          assert.deepEqual(
            await rightsOf(cluster, account, namespace),
            merged(parts.map(part => kept[part] ?? {})),
          );
        });
      }
    }
  }

  it('do not let fairway-act bind rights where the portal created no namespace', async () => {
    const binding = [
      ...['create', 'rolebinding', 'taken-over', '--clusterrole=fairway-apply'],
      ...['--serviceaccount=fairway:fairway-act', `--namespace=${SYSTEM}`],
      ...['--dry-run=server', '--as=system:serviceaccount:fairway:fairway-act'],
    ];
    await assert.rejects(
      kubectl(stack, 'staging', binding),
      /only create RoleBindings in namespaces with the label/,
    );
    await assert.rejects(kubectl(stack, 'production', binding), /forbidden/);
  });

  it('let fairway-act create namespaces of the portal only', async () => {
    const namespace = (labels: object) =>
      kubectl(
        stack,
        'staging',
        [
          ...['create', '--dry-run=server', '-f', '-'],
          '--as=system:serviceaccount:fairway:fairway-act',
        ],
        {
          input: JSON.stringify({
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: `${ENVIRONMENT}-new`, labels },
          }),
        },
      );
    await assert.rejects(
      namespace({}),
      /only create namespaces with the label/,
    );
    await namespace({ 'app.kubernetes.io/managed-by': 'fairway' });
  });
});

function merged(parts: Record<string, string[]>[]): string[] {
  const rights = new Map<string, Set<string>>();
  for (const [resource, verbs] of parts.flatMap(part => Object.entries(part))) {
    const known = rights.get(resource) ?? new Set();
    verbs.forEach(verb => known.add(verb));
    rights.set(resource, known);
  }
  return [...rights]
    .map(([resource, verbs]) => `${resource}: ${[...verbs].sort().join(' ')}`)
    .sort();
}
