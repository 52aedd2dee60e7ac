import {
  KubernetesValidatorFunctions,
  parseEntityRef,
} from '@backstage/catalog-model';
import {
  KUBERNETES_ID,
  UNKNOWN_OWNER,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { entityName, hashOf } from './entityName';
import { NAMESPACE } from './entityOf';
import { NameAllocator } from './NameAllocator';
import { resourceType } from './resourceType';

/** What a workload is, by its own label. */
export const NAME = 'app.kubernetes.io/name';
/** What it is part of. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Workloads that are one entity. */
export interface Found {
  /** What makes them one, whatever it is called */
  identity: string;
  /** Whether they name an entity, and not only what they are */
  isClaimed: boolean;
  /** Of the entity */
  namespace: string;
  name: string;
  partOf: string | undefined;
  owner: string;
  /** Of the Resource that it is; undefined for a service */
  type: string | undefined;
  /** The oldest first */
  workloads: DeployedWorkload[];
}

/**
 * Groups workloads by what they call themselves; the oldest come first. Of those
 * that want one name, the one has it that claims that very entity, else one that
 * is called so already, else the oldest.
 *
 * @param nameOf - what an identity is called already
 */
export function groupWorkloads(
  workloads: { workload: DeployedWorkload; owner: string }[],
  nameOf: (identity: string) => string | undefined,
): Found[] {
  const groups = new Map<string, Found>();
  for (const { workload, owner } of workloads) {
    const group = groupOf(workload, owner);
    const known = groups.get(group.identity);
    if (known) known.workloads.push(workload);
    else groups.set(group.identity, group);
  }
  const found = [...groups.values()];
  const names = NameAllocator.create();
  const rank = ({ isClaimed, identity }: Found) => {
    if (isClaimed) return 0;
    return nameOf(identity) === undefined ? 2 : 1;
  };
  for (const group of [...found].sort((a, b) => rank(a) - rank(b))) {
    const wanted = namesFor(group);
    const kept = wanted.filter(name => name === nameOf(group.identity));
    group.name = names.take(
      name => `${group.namespace}/${name}`,
      [...kept, ...wanted],
    );
  }
  return found;
}

/** The one that is wanted most first. */
function namesFor({ identity, name, partOf, owner, workloads }: Found) {
  const [{ namespace }] = workloads;
  const ownerName =
    owner === UNKNOWN_OWNER ? namespace : parseEntityRef(owner).name;
  const whose = partOf ?? ownerName;
  return [
    name,
    entityName(whose, name),
    entityName(whose, name, hashOf(identity)),
  ];
}

/** What a workload is alone, by what it calls itself. */
function groupOf(workload: DeployedWorkload, owner: string): Found {
  const { labels } = workload;
  const partOf = labels[PART_OF] || undefined;
  const id = labels[KUBERNETES_ID];
  const own = {
    namespace: NAMESPACE,
    name: entityName(id || labels[NAME] || workload.name),
  };
  const claimed = componentRef(workload.entity) ?? (id ? own : undefined);
  const { namespace, name } = claimed ?? own;
  // Two of one name that are part of different things are not the same, nor are
  // those of different owners that are part of nothing.
  const whose = partOf === undefined ? `owner/${owner}` : `part-of/${partOf}`;
  const within = claimed ? `entity/${namespace}` : whose;
  return {
    identity: `${within}/${name}`.toLowerCase(),
    isClaimed: claimed !== undefined,
    namespace,
    name,
    partOf,
    owner,
    type: resourceType(workload),
    workloads: [workload],
  };
}

/** Undefined for what names no Component that the catalog would take. */
function componentRef(ref: string | undefined) {
  if (ref === undefined) return undefined;
  try {
    const { kind, namespace, name } = parseEntityRef(ref);
    const isOne =
      kind === 'component' &&
      KubernetesValidatorFunctions.isValidNamespace(namespace) &&
      KubernetesValidatorFunctions.isValidObjectName(name);
    return isOne ? { namespace, name } : undefined;
  } catch {
    return undefined;
  }
}
