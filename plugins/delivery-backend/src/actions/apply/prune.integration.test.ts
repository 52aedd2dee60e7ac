import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { applyBench } from '../../__testUtils__/applyBench';
import { uniqueName } from '../../__testUtils__/realCluster';
import { waitFor } from '../../__testUtils__/waitFor';
import { ClusterObjects } from './ClusterObjects';
import type { ListedObject } from './ClusterObjects';

jest.setTimeout(120_000);

describe('prune, on a real API server', () => {
  const bench = applyBench();
  const { cluster, namespace, id, labels, service, startPortal } = bench;
  const { workload } = bench;

  const configMap = (name: string, metadata: object = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels, ...metadata },
    data: { tide: 'high' },
  });
  const claim = (name: string, metadata: object = {}) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels, ...metadata },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  });
  /** What is there whose name begins so, and is not about to go. */
  const left = async (prefix: string) => {
    const lists = await Promise.all([
      cluster.core.listNamespacedConfigMap({ namespace }),
      cluster.core.listNamespacedPersistentVolumeClaim({ namespace }),
      cluster.core.listNamespacedSecret({ namespace }),
      cluster.core.listNamespacedService({ namespace }),
      cluster.apps.listNamespacedDeployment({ namespace }),
      cluster.apps.listNamespacedStatefulSet({ namespace }),
    ]);
    return lists
      .flatMap(({ kind = '', items }) =>
        items.flatMap(({ metadata: { name = '', deletionTimestamp } = {} }) =>
          name.startsWith(prefix) && !deletionTimestamp
            ? [`${kind.replace('List', '')} ${name.slice(prefix.length)}`]
            : [],
        ),
      )
      .sort();
  };

  it('deletes the objects that left the apply set, only with prune, and nothing else', async () => {
    const { apply } = await startPortal();
    const set = uniqueName('set');
    const name = (suffix: string) => `${set}${suffix}`;
    const kept = configMap(name('kept'));
    const first = [
      ...[kept, configMap(name('old')), claim(name('claim'))],
      { ...service, metadata: { name: name('old'), labels } },
      workload(name('old'), 'example/orders:1.0.0'),
      workload(name('owner'), 'example/orders:1.0.0'),
      {
        ...workload(name('claims'), 'example/orders:1.0.0'),
        kind: 'StatefulSet',
        spec: {
          ...workload(name('claims'), 'example/orders:1.0.0').spec,
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
        },
      },
    ];
    expect((await apply(first, { applySet: set })).status).toBe(201);
    const another = configMap(name('another-set'));
    expect((await apply([another], { applySet: `${set}-2` })).status).toBe(201);
    const { metadata } = await cluster.core.readNamespacedConfigMap({
      name: name('kept'),
      namespace,
    });
    expect(metadata?.labels).toMatchObject({ 'fairway.dev/apply-set': set });

    // What others have of a set of the same name, or look after.
    const mine = { ...labels, 'fairway.dev/apply-set': set };
    const annotated = (key: string, value: string) => ({
      annotations: { [key]: value },
    });
    const ownedBy = (kind: string, owner: string, uid = '') => ({
      ownerReferences: [{ apiVersion: 'v1', kind, name: owner, uid }],
    });
    const ofSet = { labels: { 'fairway.dev/apply-set': set } };
    const entity = 'fairway.dev/entity';
    for (const [suffix, rest] of Object.entries<object>({
      argos: annotated('argocd.argoproj.io/tracking-id', 'a'),
      contested: annotated(entity, 'component:default/other'),
      nobodys: ofSet,
      others: { labels: { ...mine, 'backstage.io/kubernetes-id': 'other' } },
      owned: ownedBy('ConfigMap', name('kept'), metadata?.uid),
      // And what says by an annotation that it is the service's.
      annotated: { ...ofSet, ...annotated(entity, 'component:default/orders') },
    })) {
      await cluster.core.createNamespacedConfigMap({
        namespace,
        body: configMap(name(suffix), { labels: mine, ...rest }),
      });
    }
    await cluster.core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: name('secret'), labels: mine } },
    });
    // Its controller has written down of which revision it is.
    await waitFor("the Deployment's controller", async () => {
      const { status } = await cluster.apps.readNamespacedDeployment({
        name: name('old'),
        namespace,
      });
      return status?.observedGeneration === 1;
    });
    const owner = await cluster.apps.readNamespacedDeployment({
      name: name('owner'),
      namespace,
    });
    const ofOwner = {
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: name('owner'),
          uid: owner.metadata?.uid,
        },
      ],
    };
    await cluster.core.createNamespacedPersistentVolumeClaim({
      namespace,
      body: claim(name('data'), ofOwner),
    });

    const before = await left(set);
    const unpruned = await apply([kept], { applySet: set, dryRun: true });
    expect(unpruned.body).toMatchObject({ objects: [{ result: 'unchanged' }] });
    const pruned = { applySet: set, prune: true };
    const planned = await apply([kept], { ...pruned, dryRun: true });
    const deleted = [
      { kind: 'Deployment', name: name('old') },
      { kind: 'Service', name: name('old') },
      { kind: 'ConfigMap', name: name('annotated') },
      { kind: 'ConfigMap', name: name('old') },
    ];
    expect(planned.body).toMatchObject({
      canApply: true,
      objects: [
        { kind: 'ConfigMap', name: name('kept'), result: 'unchanged' },
        ...deleted.map(each => ({ ...each, namespace, result: 'delete' })),
      ],
    });
    expect(await left(set)).toEqual(before);

    expect(await apply([kept], pruned)).toMatchObject({
      status: 201,
      body: {
        state: 'succeeded',
        action: { objects: [{ name: name('kept') }, ...deleted] },
      },
    });
    expect(await left(set)).toEqual([
      'ConfigMap another-set',
      'ConfigMap argos',
      'ConfigMap contested',
      'ConfigMap kept',
      'ConfigMap nobodys',
      'ConfigMap others',
      'ConfigMap owned',
      'Deployment owner',
      'PersistentVolumeClaim claim',
      'PersistentVolumeClaim data',
      'Secret secret',
      'StatefulSet claims',
    ]);
    expect(
      (await apply([kept], { ...pruned, dryRun: true })).body,
    ).toMatchObject({ objects: [{ result: 'unchanged' }] });
  });

  it.each([
    ['without a set', { applySet: undefined }, 'prune requires applySet'],
    [
      'of a set that no label can name',
      { applySet: 'a/b' },
      'Give the name of the set as',
    ],
  ])('refuses to prune %s', async (_, asked, message) => {
    const { apply } = await startPortal();
    expect(
      await apply([service], { ...asked, prune: true, dryRun: true }),
    ).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining(message) } },
    });
  });

  it('does not take an empty file for a set that has nothing any more', async () => {
    const { portal, apply } = await startPortal();
    const set = uniqueName('set');
    await apply([configMap(set)], { applySet: set });
    const asked = {
      target: {
        type: 'service',
        entityRef: 'component:default/orders',
        environment: 'dev',
      },
      action: {
        kind: 'workload.apply',
        manifests: '---\n# none\n',
        applySet: set,
        prune: true,
      },
      idempotencyKey: uniqueName('key'),
      reason: 'To try it',
    };
    expect(await portal.act(asked)).toMatchObject({
      status: 400,
      body: {
        error: { message: 'The manifests have no object. Add at least one' },
      },
    });
    expect(await left(set)).toEqual(['ConfigMap ']);
  });

  it('tells nothing of what is there to who would make a service of the same id', async () => {
    const { portal, apply } = await startPortal();
    const set = uniqueName('set');
    await apply([configMap(set)], { applySet: set });
    const action = {
      kind: 'workload.apply',
      applySet: set,
      prune: true,
      manifests: JSON.stringify(configMap(`${set}-new`)),
    };
    const entity = {
      kind: 'Component',
      metadata: {
        name: 'new',
        annotations: { 'backstage.io/kubernetes-id': id },
      },
      spec: { owner: 'user:default/mock' },
    };
    expect(
      await portal.act({
        target: {
          type: 'service',
          entityRef: 'component:default/new',
          environment: 'dev',
        },
        draft: entity,
        action,
        idempotencyKey: uniqueName('key'),
        dryRun: true,
      }),
    ).toMatchObject({
      status: 200,
      body: { preview: { canApply: true, objects: [{ result: 'create' }] } },
    });
  });

  const status = (message: string) =>
    JSON.stringify({ kind: 'Status', message });

  it('prunes nothing where it may not see all that there is', async () => {
    const { apply } = await startPortal();
    const set = uniqueName('set');
    const asked = { applySet: set, prune: true, dryRun: true };
    bench
      .proxy()
      .failWith(url =>
        url.includes('/cronjobs?') && url.includes('labelSelector')
          ? { type: 'answer', status: 403, body: status('cronjobs: forbidden') }
          : { type: 'none' },
      );
    expect((await apply([configMap(set)], asked)).body).toMatchObject({
      canApply: false,
      objects: [
        { kind: 'ConfigMap', result: 'create' },
        {
          kind: 'CronJob',
          namespace,
          name: '*',
          result: 'refused',
          refusal: {
            message:
              'The objects to delete cannot be listed, so nothing is applied: cronjobs: forbidden. Grant the portal the right to list them, or apply without prune',
          },
        },
      ],
    });
    expect((await apply([configMap(set)], { applySet: set })).status).toBe(201);
  });

  /** The API server as the portal writes to it. */
  const objects = ClusterObjects.create({
    send: async (_, { path: to, query, contentType = '', ...request }) => {
      const url = `${bench.proxy().url}${to}?${new URLSearchParams(query)}`;
      const headers = { 'content-type': contentType };
      const response = await fetch(url, { ...request, headers });
      const text = await response.text();
      return { status: response.status, text, warnings: [] };
    },
  });
  const { signal } = new AbortController();
  /** An object as it is in the list of all of its kind. */
  const listed = async (path: string) => {
    const at = path.lastIndexOf('/');
    const answer = await objects.list('real', {
      path: path.slice(0, at),
      signal,
    });
    const items = 'items' in answer ? answer.items : [];
    return items.filter(({ metadata }) => metadata.name === path.slice(at + 1));
  };
  const remove = (path: string, seen: ListedObject) =>
    objects.delete({
      cluster: 'real',
      path,
      seen,
      signal,
      isDryRun: false,
    });

  it('does not delete an object that changed since the plan, and reports the deleted ones', async () => {
    const { apply } = await startPortal();
    const set = uniqueName('set');
    const name = `${set}-old`;
    await apply([configMap(name), { ...service, metadata: { name, labels } }], {
      applySet: set,
    });
    const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;
    // The message of the API server.
    bench
      .proxy()
      .failWith(url =>
        url === path
          ? { type: 'answer', status: 409, body: status('It is modified') }
          : { type: 'none' },
      );
    expect(
      await apply([configMap(set)], { applySet: set, prune: true }),
    ).toMatchObject({
      status: 409,
      body: {
        error: {
          message: `ConfigMap ${namespace}/${name} was not deleted, because it changed after the plan was made. Try again. It is modified. Already applied, and not rolled back: ConfigMap ${namespace}/${set}. Already deleted: Service ${namespace}/${name}`,
        },
      },
    });
    bench.proxy().failWith({ type: 'none' });
    const [seen] = await listed(path);
    await apply([{ ...configMap(name), data: { tide: 'low' } }], {
      applySet: set,
    });
    expect(await remove(path, seen)).toMatchObject({
      status: 409,
      text: expect.stringContaining('ResourceVersion'),
    });
    const [again] = await listed(path);
    expect(await remove(path, again)).toMatchObject({ status: 200 });
    expect(await remove(path, again)).toMatchObject({ status: 200 });
    expect(await listed(path)).toEqual([]);
  });

  it('deletes an object whose status alone has changed', async () => {
    const { apply } = await startPortal();
    const name = uniqueName('moving');
    await apply([{ ...service, metadata: { name, labels } }]);
    const path = `/api/v1/namespaces/${namespace}/services/${name}`;
    const [seen] = await listed(path);
    const moved = {
      type: 'example.org/Moved',
      status: 'True',
      reason: 'Moved',
      message: '',
      lastTransitionTime: new Date().toISOString(),
    };
    await cluster.core.patchNamespacedServiceStatus(
      {
        name,
        namespace,
        body: { status: { conditions: [moved] } },
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
    const [now] = await listed(path);
    expect(now.metadata.resourceVersion).not.toBe(
      seen.metadata.resourceVersion,
    );
    expect(await remove(path, seen)).toMatchObject({ status: 200 });
    expect(await listed(path)).toEqual([]);
  });
});
