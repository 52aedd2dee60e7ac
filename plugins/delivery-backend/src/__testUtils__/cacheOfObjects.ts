import { ClusterCache, relatedKinds, workloadKinds } from '../kubernetes';

/** A cache that has read these objects of Kubernetes, and no others. */
export function cacheOfObjects(
  objects: readonly { kind: string }[],
): ClusterCache {
  const cache = ClusterCache.create({
    accepts: () => true,
    engines: [],
    onChange: () => {},
    now: () => 0,
  });
  const sync = { state: 'synced', since: '2026-01-01' } as const;
  for (const { kind, project } of workloadKinds) {
    const own = objects.filter(object => object.kind === kind);
    cache.stores.workloads
      .target(kind)
      .replace(own.flatMap(object => project(object) ?? []));
    cache.stores.workloads.target(kind).setSync(sync);
  }
  for (const { kind, project } of relatedKinds) {
    const own = objects.filter(object => object.kind === kind);
    const target = cache.stores.related.target(kind);
    target.replace(own.flatMap(object => project(object) ?? []));
    target.setSync(sync);
  }
  return cache;
}
