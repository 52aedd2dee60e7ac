import {
  ANNOTATION_SOURCE_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_DISCOVERED_IN,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
  UNKNOWN_OWNER,
  discoveredIn,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import {
  describeInfrastructure,
  namespaceResourceName,
} from './describeInfrastructure';
import { entityName, shortHash } from './entityName';
import {
  DISCOVERED_AS,
  NAMESPACE,
  sortedUnique,
  discoveredEntity,
  refInDefaultNamespace,
} from './discoveredEntity';
import { NAME, PART_OF, groupWorkloads } from './groupWorkloads';
import type { WorkloadGroup } from './groupWorkloads';
import { NameAllocator } from './NameAllocator';
import { describeUnknownOwner } from './describeUnknownOwner';
import type { WorkloadRule } from './readConfig';

/** Entities that the provider has created before. */
export interface ExistingEntities {
  /** Whether the provider created an entity, so that no catalog file describes it */
  isOwn(entityRef: string): boolean;
  /** Returns the name of the entity with an identity; see {@link WorkloadGroup} */
  nameOf(identity: string): string | undefined;
}

/**
 * Describes the catalog entities of running workloads: Components and Resources of
 * workloads without a catalog file, their Systems, APIs and volumes, and the namespaces
 * and clusters of all workloads, and the group that owns entities without an owner. The result does not depend on the order of the
 * workloads.
 */
export function describeEntities(
  workloads: DeployedWorkload[],
  rules: WorkloadRule[],
  { isOwn, nameOf }: ExistingEntities,
): Entity[] {
  const selected = workloads
    .flatMap(workload => {
      const rule = rules.find(each => each.matches(workload));
      return rule ? [{ workload, owner: rule.owner }] : [];
    })
    .sort((a, b) => compare(ageOf(a.workload), ageOf(b.workload)));
  // Workloads with a catalog file are included, so that the other names do not change.
  const groups = groupWorkloads(selected, nameOf);
  const infrastructure = describeInfrastructure(
    selected.map(({ workload }) => workload),
    isOwn,
  );
  const names = NameAllocator.create([
    ...groups.map(group => refOf(group)),
    ...infrastructure.map(entity => stringifyEntityRef(entity)),
  ]);
  const discovered = groups.flatMap(group => {
    const rest = group.workloads.filter(w => w.services.every(isOwn));
    return rest.length ? [{ ...group, workloads: rest }] : [];
  });
  const entities = [
    ...discovered.flatMap(group => describeGroup(group, names)),
    ...infrastructure,
  ];
  if (entities.some(({ spec }) => spec?.owner === UNKNOWN_OWNER)) {
    entities.push(describeUnknownOwner(selected.map(s => s.workload)));
  }
  // Several groups can have the same system and the same cluster.
  const byRef = new Map<string, Entity>();
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    const same = byRef.get(ref);
    byRef.set(ref, same ? mergeDiscoveredIn(same, entity) : entity);
  }
  return [...byRef.values()];
}

function mergeDiscoveredIn(one: Entity, other: Entity): Entity {
  const namespaces = [one, other].flatMap(({ metadata }) =>
    discoveredIn(metadata.annotations),
  );
  return {
    ...one,
    metadata: {
      ...one.metadata,
      annotations: {
        ...one.metadata.annotations,
        [FAIRWAY_DISCOVERED_IN]: sortedUnique(namespaces).join(),
      },
    },
  };
}

function kindOf({ type }: WorkloadGroup): string {
  return type ? 'Resource' : 'Component';
}

function refOf(group: WorkloadGroup): string {
  const { namespace, name } = group;
  return stringifyEntityRef({ kind: kindOf(group), namespace, name });
}

/** Describes the entity of a group of workloads, and its System, volumes and APIs. */
function describeGroup(group: WorkloadGroup, names: NameAllocator): Entity[] {
  const { workloads, partOf, type } = group;
  const volumes = volumesOf(group, names);
  const apis = apisOf(group, names);
  const links = sortedUnique(
    workloads.flatMap(({ routes }) => routes.flatMap(r => r.addresses)),
  );
  const dependsOn = [
    ...sortedUnique(
      workloads.map(w =>
        refInDefaultNamespace('resource', namespaceResourceName(w)),
      ),
    ),
    ...volumes.map(volume => stringifyEntityRef(volume)),
  ];
  const entity = discoveredEntity(kindOf(group), group, workloads);
  const main = {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...entity.metadata.annotations,
        [DISCOVERED_AS]: group.identity,
        ...(!type && selectorAnnotations(group)),
        ...sourceOf(workloads),
      },
      ...(links.length > 0 && {
        links: links.map(url => ({ url, title: new URL(url).host })),
      }),
    },
    spec: {
      type: type ?? 'service',
      ...(!type && { lifecycle: lifecycleOf(workloads) }),
      ...ownership(group),
      dependsOn,
      ...(!type &&
        apis.length > 0 && {
          providesApis: apis.map(api => stringifyEntityRef(api)),
        }),
    },
  };
  const system = partOf !== undefined && {
    ...discoveredEntity(
      'System',
      { namespace: NAMESPACE, name: entityName(partOf) },
      workloads,
    ),
    spec: { owner: group.owner },
  };
  return [main, ...(system ? [system] : []), ...volumes, ...apis];
}

/** Describes the volumes of a group. The PersistentVolumeClaims of a StatefulSet's pods are one volume. */
function volumesOf(group: WorkloadGroup, names: NameAllocator): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of group.workloads) {
    for (const volume of sortedUnique(
      workload.volumes.map(claim => withoutOrdinal(claim, workload.name)),
    )) {
      const same = byName.get(volume) ?? [];
      byName.set(volume, [...same, workload]);
    }
  }
  return [...byName].map(([volume, users]) => ({
    ...discoveredEntity(
      'Resource',
      nameOfPart('resource', group, volume, names),
      users,
    ),
    spec: { type: 'volume', ...ownership(group) },
  }));
}

function apisOf(group: WorkloadGroup, names: NameAllocator): Entity[] {
  const { workloads } = group;
  const documents = new Map<string, string>();
  for (const { name, openapi } of workloads.flatMap(w => w.routes)) {
    if (openapi !== undefined && !documents.has(name)) {
      documents.set(name, openapi);
    }
  }
  return [...documents].map(([route, openapi]) => ({
    ...discoveredEntity(
      'API',
      nameOfPart('api', group, route, names),
      workloads,
    ),
    spec: {
      type: 'openapi',
      lifecycle: lifecycleOf(workloads),
      ...ownership(group),
      // The catalog reads the document, subject to the portal's `backend.reading` rules.
      definition: { $text: openapi },
    },
  }));
}

/** Names a volume or API after its entity, unless its name already starts with the entity's name. */
function nameOfPart(
  kind: string,
  { name, identity }: WorkloadGroup,
  part: string,
  names: NameAllocator,
) {
  const hasPrefix = part === name || part.startsWith(`${name}-`);
  return {
    namespace: NAMESPACE,
    name: names.allocate(
      each => refInDefaultNamespace(kind, each),
      [
        ...(hasPrefix ? [entityName(part)] : []),
        entityName(name, part),
        entityName(name, part, shortHash(`${identity}/${part}`)),
      ],
    ),
  };
}

function ownership({ owner, partOf }: WorkloadGroup) {
  return {
    owner,
    ...(partOf !== undefined && {
      system: refInDefaultNamespace('system', entityName(partOf)),
    }),
  };
}

function lifecycleOf(workloads: DeployedWorkload[]): string {
  return workloads.some(w => w.production) ? 'production' : 'experimental';
}

/**
 * Returns the annotations by which the delivery plugin finds the workloads: their common
 * id, otherwise a selector of their common labels. A selector allows only reading, and
 * also matches other workloads with these labels. So it is limited to the namespace if
 * possible.
 */
function selectorAnnotations({
  workloads,
  partOf,
}: WorkloadGroup): Record<string, string> {
  const id = commonLabel(workloads, KUBERNETES_ID);
  if (id !== undefined) return { [KUBERNETES_ID]: id };
  const selector = [NAME, PART_OF, 'app', 'k8s-app'].flatMap(label => {
    const value = commonLabel(workloads, label);
    return value === undefined ? [] : [`${label}=${value}`];
  });
  if (!selector.length) return {};
  const namespaces = sortedUnique(workloads.map(({ namespace }) => namespace));
  const isInOneNamespace = partOf === undefined && namespaces.length === 1;
  return {
    [KUBERNETES_LABEL_SELECTOR]: selector.join(),
    ...(isInOneNamespace && { [KUBERNETES_NAMESPACE]: namespaces[0] }),
  };
}

/** Returns the value of a label if all workloads have the same one. */
function commonLabel(
  workloads: DeployedWorkload[],
  label: string,
): string | undefined {
  const values = new Set(workloads.map(({ labels }) => labels[label]));
  const [value] = values;
  return values.size === 1 && value ? value : undefined;
}

/** Returns the source location: the repository of the newest workload that names one. */
function sourceOf(workloads: DeployedWorkload[]): Record<string, string> {
  const source = workloads
    .flatMap(w => (w.source && URL.canParse(w.source) ? [w.source] : []))
    .pop();
  if (source === undefined || !/^https?:/.test(source)) return {};
  const target = source.endsWith('/') ? source : `${source}/`;
  return { [ANNOTATION_SOURCE_LOCATION]: `url:${target}` };
}

function ageOf({ createdAt, uid }: DeployedWorkload): string {
  return `${createdAt} ${uid}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Name of a StatefulSet's volume: `data` of the claim `data-orders-0`; other claims stay as they are. */
function withoutOrdinal(claim: string, workload: string): string {
  const end = claim.lastIndexOf('-');
  const name = claim.slice(0, Math.max(0, end));
  return /^\d+$/.test(claim.slice(end + 1)) && name.endsWith(`-${workload}`)
    ? name.slice(0, -workload.length - 1)
    : claim;
}
