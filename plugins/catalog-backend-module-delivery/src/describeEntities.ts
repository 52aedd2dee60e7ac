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
  discoveredIn,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';
import { describePlaces, placeName } from './describePlaces';
import { entityName, hashOf } from './entityName';
import {
  DISCOVERED_AS,
  NAMESPACE,
  distinct,
  entityOf,
  wholeRef,
} from './entityOf';
import { NAME, PART_OF, groupWorkloads } from './groupWorkloads';
import type { Found } from './groupWorkloads';
import { NameAllocator } from './NameAllocator';
import type { WorkloadRule } from './readConfig';

/** What was made before. */
export interface ExistingEntities {
  /** Whether an entity is one that was made so, and describes nothing */
  isOurs(entityRef: string): boolean;
  /** What the entity of an identity is called; see {@link Found} */
  nameOf(identity: string): string | undefined;
}

/**
 * The entities that the catalog lacks of what runs: Components and Resources of
 * workloads that nobody has described, their Systems, APIs and volumes, and the
 * namespaces and clusters that anything runs in. Pure, and the same whatever the order of
 * the workloads.
 */
export function describeEntities(
  workloads: DeployedWorkload[],
  rules: WorkloadRule[],
  { isOurs, nameOf }: ExistingEntities,
): Entity[] {
  const admitted = workloads
    .flatMap(workload => {
      const rule = rules.find(each => each.fits(workload));
      return rule ? [{ workload, owner: rule.owner }] : [];
    })
    .sort((a, b) => compare(ageOf(a.workload), ageOf(b.workload)));
  // What somebody describes counts for the names: what remains is called the same.
  const groups = groupWorkloads(admitted, nameOf);
  const places = describePlaces(
    admitted.map(({ workload }) => workload),
    isOurs,
  );
  const names = NameAllocator.create([
    ...groups.map(group => refOf(group)),
    ...places.map(place => stringifyEntityRef(place)),
  ]);
  const undescribed = groups.flatMap(group => {
    const rest = group.workloads.filter(w => w.services.every(isOurs));
    return rest.length ? [{ ...group, workloads: rest }] : [];
  });
  const entities = [
    ...undescribed.flatMap(found => described(found, names)),
    ...places,
  ];
  // Several have the same system, and are in the same cluster.
  const byRef = new Map<string, Entity>();
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    const same = byRef.get(ref);
    byRef.set(ref, same ? foundInBoth(same, entity) : entity);
  }
  return [...byRef.values()];
}

function foundInBoth(one: Entity, other: Entity): Entity {
  const places = [one, other].flatMap(({ metadata }) =>
    discoveredIn(metadata.annotations),
  );
  return {
    ...one,
    metadata: {
      ...one.metadata,
      annotations: {
        ...one.metadata.annotations,
        [FAIRWAY_DISCOVERED_IN]: distinct(places).join(),
      },
    },
  };
}

function kindOf({ type }: Found): string {
  return type ? 'Resource' : 'Component';
}

function refOf(found: Found): string {
  const { namespace, name } = found;
  return stringifyEntityRef({ kind: kindOf(found), namespace, name });
}

/** What the workloads are, and all that comes with them. */
function described(found: Found, names: NameAllocator): Entity[] {
  const { workloads, partOf, type } = found;
  const volumes = volumesOf(found, names);
  const apis = apisOf(found, names);
  const links = distinct(
    workloads.flatMap(({ routes }) => routes.flatMap(r => r.addresses)),
  );
  const dependsOn = [
    ...distinct(workloads.map(w => wholeRef('resource', placeName(w)))),
    ...volumes.map(volume => stringifyEntityRef(volume)),
  ];
  const entity = entityOf(kindOf(found), found, workloads);
  const main = {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...entity.metadata.annotations,
        [DISCOVERED_AS]: found.identity,
        ...(!type && findingAnnotations(found)),
        ...sourceOf(workloads),
      },
      ...(links.length > 0 && {
        links: links.map(url => ({ url, title: new URL(url).host })),
      }),
    },
    spec: {
      type: type ?? 'service',
      ...(!type && { lifecycle: lifecycleOf(workloads) }),
      ...belonging(found),
      dependsOn,
      ...(!type &&
        apis.length > 0 && {
          providesApis: apis.map(api => stringifyEntityRef(api)),
        }),
    },
  };
  const system = partOf !== undefined && {
    ...entityOf(
      'System',
      { namespace: NAMESPACE, name: entityName(partOf) },
      workloads,
    ),
    spec: { owner: found.owner },
  };
  return [main, ...(system ? [system] : []), ...volumes, ...apis];
}

/** A volume of a StatefulSet is one, however many pods there are. */
function volumesOf(found: Found, names: NameAllocator): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of found.workloads) {
    const ordinal = new RegExp(`-${escaped(workload.name)}-\\d+$`);
    for (const volume of distinct(
      workload.volumes.map(claim => claim.replace(ordinal, '')),
    )) {
      const same = byName.get(volume) ?? [];
      byName.set(volume, [...same, workload]);
    }
  }
  return [...byName].map(([volume, users]) => ({
    ...entityOf(
      'Resource',
      nameWithin('resource', found, volume, names),
      users,
    ),
    spec: { type: 'volume', ...belonging(found) },
  }));
}

function apisOf(found: Found, names: NameAllocator): Entity[] {
  const { workloads } = found;
  const documents = new Map<string, string>();
  for (const { name, openapi } of workloads.flatMap(w => w.routes)) {
    if (openapi !== undefined && !documents.has(name)) {
      documents.set(name, openapi);
    }
  }
  return [...documents].map(([route, openapi]) => ({
    ...entityOf('API', nameWithin('api', found, route, names), workloads),
    spec: {
      type: 'openapi',
      lifecycle: lifecycleOf(workloads),
      ...belonging(found),
      // The catalog reads it, by the portal's own rules of what may be read.
      definition: { $text: openapi },
    },
  }));
}

/** What belongs to an entity is called after it, as it often is already. */
function nameWithin(
  kind: string,
  { name, identity }: Found,
  part: string,
  names: NameAllocator,
) {
  const isCalledSo = part === name || part.startsWith(`${name}-`);
  return {
    namespace: NAMESPACE,
    name: names.take(
      each => wholeRef(kind, each),
      [
        ...(isCalledSo ? [entityName(part)] : []),
        entityName(name, part),
        entityName(name, part, hashOf(`${identity}/${part}`)),
      ],
    ),
  };
}

function belonging({ owner, partOf }: Found) {
  return {
    owner,
    ...(partOf !== undefined && {
      system: wholeRef('system', entityName(partOf)),
    }),
  };
}

function lifecycleOf(workloads: DeployedWorkload[]): string {
  return workloads.some(w => w.production) ? 'production' : 'experimental';
}

/**
 * How the pages find the workloads: by the id that all of them carry, else by
 * what they call themselves, which is less: a selector lets one look alone, and
 * finds what others call the same, unless it is told where to look.
 */
function findingAnnotations({
  workloads,
  partOf,
}: Found): Record<string, string> {
  const id = common(workloads, KUBERNETES_ID);
  if (id !== undefined) return { [KUBERNETES_ID]: id };
  const selector = [NAME, PART_OF, 'app', 'k8s-app'].flatMap(label => {
    const value = common(workloads, label);
    return value === undefined ? [] : [`${label}=${value}`];
  });
  if (!selector.length) return {};
  const namespaces = distinct(workloads.map(({ namespace }) => namespace));
  const isOfOne = partOf === undefined && namespaces.length === 1;
  return {
    [KUBERNETES_LABEL_SELECTOR]: selector.join(),
    ...(isOfOne && { [KUBERNETES_NAMESPACE]: namespaces[0] }),
  };
}

/** The value of a label that all of them have alike. */
function common(
  workloads: DeployedWorkload[],
  label: string,
): string | undefined {
  const values = new Set(workloads.map(({ labels }) => labels[label]));
  const [value] = values;
  return values.size === 1 && value ? value : undefined;
}

/** The repository of the youngest that names one. */
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

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
