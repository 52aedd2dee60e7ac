import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_FOUND_IN,
  FOUND_LOCATION,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  DeployedWorkload,
  WorkloadRoute,
} from '@fairway/backstage-plugin-delivery-common';
import { entityName } from './entityName';
import { UNKNOWN_OWNER } from './readConfig';
import type { WorkloadRule } from './readConfig';
import { resourceType } from './resourceType';

const NAME = 'app.kubernetes.io/name';
const PART_OF = 'app.kubernetes.io/part-of';
const NAMESPACE = 'default';
const DESCRIPTION = 'Found in what runs; nobody has described it yet';

/** Workloads that are one entity. */
interface Found {
  /** Of the entity */
  namespace: string;
  name: string;
  partOf: string | undefined;
  owner: string;
  /** The oldest first */
  workloads: DeployedWorkload[];
}

/**
 * The entities that the catalog lacks of what runs: Components and Resources of
 * workloads that nobody has described, their Systems, APIs and volumes, and the
 * namespaces and clusters that anything runs in. Pure, and the same whatever the order of
 * the workloads.
 *
 * @param isOurs - whether an entity is one that was made so, and describes nothing
 */
export function describeEntities(
  workloads: DeployedWorkload[],
  rules: WorkloadRule[],
  isOurs: (entityRef: string) => boolean,
): Entity[] {
  const admitted = workloads
    .flatMap(workload => {
      const rule = rules.find(each => each.fits(workload));
      return rule ? [{ workload, owner: rule.owner }] : [];
    })
    .sort((a, b) => compare(ageOf(a.workload), ageOf(b.workload)));
  const undescribed = admitted.filter(({ workload }) =>
    workload.services.every(isOurs),
  );
  const entities = [
    ...groups(undescribed).flatMap(found => [
      described(found),
      ...systemOf(found),
      ...volumesOf(found),
      ...apisOf(found),
    ]),
    ...placesOf(
      admitted.map(({ workload }) => workload),
      isOurs,
    ),
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
  const places = [one, other].flatMap(foundIn);
  return {
    ...one,
    metadata: {
      ...one.metadata,
      annotations: {
        ...one.metadata.annotations,
        [FAIRWAY_FOUND_IN]: distinct(places).join(),
      },
    },
  };
}

/** The `CLUSTER/NAMESPACE`s that an entity was found in. */
export function foundIn({ metadata }: Pick<Entity, 'metadata'>): string[] {
  return metadata.annotations?.[FAIRWAY_FOUND_IN]?.split(',') ?? [];
}

function groups(
  undescribed: { workload: DeployedWorkload; owner: string }[],
): Found[] {
  const byKey = new Map<string, Found>();
  /** Who has a name: the oldest of those that want it */
  const holders = new Map<string, string>();
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
    const isFree = !holders.has(wanted);
    if (isFree) holders.set(wanted, key);
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

function described(found: Found): Entity {
  const { workloads, owner, partOf } = found;
  const type = resourceType(workloads[0]);
  const links = distinct(
    workloads.flatMap(({ routes }) => routes.flatMap(r => r.addresses)),
  );
  const dependsOn = [
    ...distinct(workloads.map(w => `resource:${placeName(w)}`)),
    ...volumesOf(found).map(volume => `resource:${volume.metadata.name}`),
  ];
  const providesApis = apisOf(found).map(api => api.metadata.name);
  const entity = entityOf(type ? 'Resource' : 'Component', found, workloads);
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        ...entity.metadata.annotations,
        ...(!type && findingAnnotations(workloads)),
        ...sourceOf(workloads),
      },
      ...(links.length > 0 && {
        links: links.map(url => ({ url, title: new URL(url).host })),
      }),
    },
    spec: {
      type: type ?? 'service',
      ...(!type && {
        lifecycle: workloads.some(w => w.production)
          ? 'production'
          : 'experimental',
      }),
      owner,
      ...(partOf !== undefined && { system: entityName(partOf) }),
      dependsOn,
      ...(!type && providesApis.length > 0 && { providesApis }),
    },
  };
}

function systemOf({ partOf, owner, workloads }: Found): Entity[] {
  if (partOf === undefined) return [];
  const name = entityName(partOf);
  return [
    {
      ...entityOf('System', { namespace: NAMESPACE, name }, workloads),
      spec: { owner },
    },
  ];
}

/** A volume of a StatefulSet is one, however many pods there are. */
function volumesOf({ name, owner, partOf, workloads }: Found): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of workloads) {
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
      {
        namespace: NAMESPACE,
        name: volume.startsWith(name)
          ? entityName(volume)
          : entityName(name, volume),
      },
      users,
    ),
    spec: {
      type: 'volume',
      owner,
      ...(partOf !== undefined && { system: entityName(partOf) }),
    },
  }));
}

function apisOf({ name, owner, partOf, workloads }: Found): Entity[] {
  const byName = new Map<string, WorkloadRoute>();
  for (const route of workloads.flatMap(({ routes }) => routes)) {
    if (route.openapi !== undefined && !byName.has(route.name)) {
      byName.set(route.name, route);
    }
  }
  return [...byName].map(([route, { openapi }]) => ({
    ...entityOf(
      'API',
      {
        namespace: NAMESPACE,
        name: route.startsWith(name)
          ? entityName(route)
          : entityName(name, route),
      },
      workloads,
    ),
    spec: {
      type: 'openapi',
      lifecycle: workloads.some(w => w.production)
        ? 'production'
        : 'experimental',
      owner,
      ...(partOf !== undefined && { system: entityName(partOf) }),
      // The catalog reads it, by the portal's own rules of what may be read.
      definition: { $text: openapi },
    },
  }));
}

/** Namespaces, with the services in them that others describe, and clusters. */
function placesOf(
  workloads: DeployedWorkload[],
  isOurs: (entityRef: string) => boolean,
): Entity[] {
  const byName = new Map<string, DeployedWorkload[]>();
  for (const workload of workloads) {
    const name = placeName(workload);
    byName.set(name, [...(byName.get(name) ?? []), workload]);
  }
  return [...byName].flatMap(([name, inside]) => {
    const cluster = entityName(inside[0].cluster);
    const services = distinct(inside.flatMap(w => w.services));
    const dependencyOf = services.filter(ref => !isOurs(ref));
    const place = (placed: string) =>
      entityOf('Resource', { namespace: NAMESPACE, name: placed }, inside);
    return [
      {
        ...place(name),
        spec: {
          type: 'kubernetes-namespace',
          owner: UNKNOWN_OWNER,
          dependsOn: [`resource:${cluster}`],
          ...(dependencyOf.length > 0 && { dependencyOf }),
        },
      },
      {
        ...place(cluster),
        spec: { type: 'kubernetes-cluster', owner: UNKNOWN_OWNER },
      },
    ];
  });
}

function placeName({ cluster, namespace }: DeployedWorkload): string {
  return entityName(cluster, namespace);
}

function entityOf(
  kind: string,
  { namespace, name }: { namespace: string; name: string },
  workloads: DeployedWorkload[],
): Entity & { metadata: { annotations: Record<string, string> } } {
  const places = workloads.map(w => `${w.cluster}/${w.namespace}`);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      namespace,
      name,
      description: DESCRIPTION,
      annotations: {
        [ANNOTATION_LOCATION]: FOUND_LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: FOUND_LOCATION,
        [FAIRWAY_FOUND_IN]: distinct(places).join(),
      },
    },
  };
}

/**
 * How the pages find the workloads: by the id that all of them carry, else by
 * what they call themselves, which is less: a selector lets one look alone.
 */
function findingAnnotations(
  workloads: DeployedWorkload[],
): Record<string, string> {
  const id = common(workloads, KUBERNETES_ID);
  if (id !== undefined) return { [KUBERNETES_ID]: id };
  const selector = [NAME, PART_OF, 'app', 'k8s-app'].flatMap(label => {
    const value = common(workloads, label);
    return value === undefined ? [] : [`${label}=${value}`];
  });
  return selector.length
    ? { [KUBERNETES_LABEL_SELECTOR]: selector.join() }
    : {};
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

function distinct(texts: string[]): string[] {
  return [...new Set(texts)].sort(compare);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
