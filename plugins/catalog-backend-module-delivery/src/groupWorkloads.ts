import {
  KubernetesValidatorFunctions,
  parseEntityRef,
} from '@backstage/catalog-model';
import {
  KUBERNETES_ID,
  UNKNOWN_OWNER,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { entityName, shortHash } from './entityName';
import { NAMESPACE } from './discoveredEntity';
import { NameAllocator } from './NameAllocator';
import { resourceType } from './resourceType';

/** Label with the name of a workload's application. */
export const NAME = 'app.kubernetes.io/name';
/** Label with the name of the system that it is part of. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Workloads that form one entity. */
export interface WorkloadGroup {
  /** Key of the group, independent of the entity's name */
  identity: string;
  /** Whether the workloads name the entity explicitly, by annotation or id label */
  isClaimed: boolean;
  /** Namespace of the entity */
  namespace: string;
  /** Name of the entity */
  name: string;
  /** Name of the system */
  partOf: string | undefined;
  /** Ref of the owner */
  owner: string;
  /** Type of the Resource; undefined for a Component */
  type: string | undefined;
  /** Workloads, the oldest first */
  workloads: DeployedWorkload[];
}

/**
 * Groups workloads into entities; the oldest come first. If several groups map to the
 * same name, the priority is: the group that claims the entity, the group that already
 * has the name, the oldest group.
 *
 * @param nameOf - returns the present name of the entity with an identity
 */
export function groupWorkloads(
  workloads: { workload: DeployedWorkload; owner: string }[],
  nameOf: (identity: string) => string | undefined,
): WorkloadGroup[] {
  const groups = new Map<string, WorkloadGroup>();
  for (const { workload, owner } of workloads) {
    const group = toGroup(workload, owner);
    const known = groups.get(group.identity);
    if (known) known.workloads.push(workload);
    else groups.set(group.identity, group);
  }
  const all = [...groups.values()];
  const names = NameAllocator.create();
  const rank = ({ isClaimed, identity }: WorkloadGroup) => {
    if (isClaimed) return 0;
    return nameOf(identity) === undefined ? 2 : 1;
  };
  for (const group of [...all].sort((a, b) => rank(a) - rank(b))) {
    const candidates = candidateNames(group);
    const present = candidates.filter(name => name === nameOf(group.identity));
    group.name = names.allocate(
      name => `${group.namespace}/${name}`,
      [...present, ...candidates],
    );
  }
  return all;
}

/** Returns the possible names of a group, the preferred one first. */
function candidateNames({
  identity,
  name,
  partOf,
  owner,
  workloads,
}: WorkloadGroup) {
  const [{ namespace }] = workloads;
  const ownerName =
    owner === UNKNOWN_OWNER ? namespace : parseEntityRef(owner).name;
  const prefix = partOf ?? ownerName;
  return [
    name,
    entityName(prefix, name),
    entityName(prefix, name, shortHash(identity)),
  ];
}

/** Returns the group of a single workload. */
function toGroup(workload: DeployedWorkload, owner: string): WorkloadGroup {
  const { labels } = workload;
  const partOf = labels[PART_OF] || undefined;
  const id = labels[KUBERNETES_ID];
  const own = {
    namespace: NAMESPACE,
    name: entityName(id || labels[NAME] || workload.name),
  };
  const claimed = componentRef(workload.entity) ?? (id ? own : undefined);
  const { namespace, name } = claimed ?? own;
  // Workloads with the same name in different systems are different entities. Without a
  // system, those of different owners are.
  const scope = partOf === undefined ? `owner/${owner}` : `part-of/${partOf}`;
  const prefix = claimed ? `entity/${namespace}` : scope;
  return {
    identity: `${prefix}/${name}`.toLowerCase(),
    isClaimed: claimed !== undefined,
    namespace,
    name,
    partOf,
    owner,
    type: resourceType(workload),
    workloads: [workload],
  };
}

/** Parses the ref of a Component; undefined for other kinds and invalid refs. */
function componentRef(ref: string | undefined) {
  if (ref === undefined) return undefined;
  try {
    const { kind, namespace, name } = parseEntityRef(ref);
    const isValid =
      kind === 'component' &&
      KubernetesValidatorFunctions.isValidNamespace(namespace) &&
      KubernetesValidatorFunctions.isValidObjectName(name);
    return isValid ? { namespace, name } : undefined;
  } catch {
    return undefined;
  }
}
