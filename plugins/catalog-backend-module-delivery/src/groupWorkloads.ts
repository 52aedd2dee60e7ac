import { parseEntityRef } from '@backstage/catalog-model';
import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { entityName } from './entityName';
import { NAMESPACE } from './entityOf';

/** What a workload is, by its own label. */
export const NAME = 'app.kubernetes.io/name';
/** What it is part of. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Workloads that are one entity. */
export interface Found {
  /** Of the entity */
  namespace: string;
  name: string;
  partOf: string | undefined;
  owner: string;
  /** The oldest first */
  workloads: DeployedWorkload[];
}

/** Workloads that nobody has described, by what they call themselves; the oldest come first. */
export function groupWorkloads(
  undescribed: { workload: DeployedWorkload; owner: string }[],
): Found[] {
  const byKey = new Map<string, Found>();
  /** Names that are taken: by the oldest of those that want one */
  const taken = new Set<string>();
  for (const { workload, owner } of undescribed) {
    const { namespace, name, isClaimed } = identityOf(workload);
    const partOf = workload.labels[PART_OF] || undefined;
    // Two of one name that are part of different things are not the same.
    const key = isClaimed ? `${namespace}/${name}` : `${partOf}/${name}`;
    const known = byKey.get(key);
    if (known) {
      known.workloads.push(workload);
      continue;
    }
    const wanted = `${namespace}/${name}`;
    const isFree = !taken.has(wanted);
    taken.add(wanted);
    byKey.set(key, {
      namespace,
      name: isFree ? name : entityName(partOf ?? workload.namespace, name),
      partOf,
      owner,
      workloads: [workload],
    });
  }
  return [...byKey.values()];
}

/** What a workload calls itself. */
function identityOf(workload: DeployedWorkload): {
  namespace: string;
  name: string;
  /** Whether it names an entity, and not only what it is */
  isClaimed: boolean;
} {
  const { labels } = workload;
  const named = componentRef(workload.entity);
  if (named) return { ...named, isClaimed: true };
  const id = labels[KUBERNETES_ID];
  return {
    namespace: NAMESPACE,
    name: entityName(id || labels[NAME] || workload.name),
    isClaimed: Boolean(id),
  };
}

function componentRef(ref: string | undefined) {
  if (ref === undefined) return undefined;
  try {
    const { kind, namespace, name } = parseEntityRef(ref);
    return kind === 'component' ? { namespace, name } : undefined;
  } catch {
    return undefined;
  }
}
