import type { Knex } from 'knex';
import { parseLabelSelector } from '@fairway/backstage-plugin-delivery-common';
import { environmentOf, isBoundTo, matchesNamespace } from '../config';
import type { EnvironmentConfig } from '../config';
import { ownsId } from '../services';
import type { ServiceQuery } from '../services';
import { isInEnvironments } from './serviceRows';
import type { ServiceRow } from './serviceRows';

/** A service and the names of the environments in which a viewer may see its records. */
export interface VisibleService {
  query: ServiceQuery;
  environments: string[];
}

/** The service and the environment that a record belongs to. */
export interface RecordOwner {
  entityRef: string;
  environment: string;
}

/** Maximum number of entity refs and ids in a query that all databases allow. */
const MAX_BINDINGS = 15_000;
/** Maximum number of different sets of readable environments in one query. */
const MAX_GROUPS = 12;

/**
 * All services of which a viewer may see records. A database query selects most of
 * their rows with few conditions; {@link ServiceScope.ownerOf} decides for each row.
 */
export class ServiceScope {
  readonly #services: VisibleService[];
  readonly #environments: EnvironmentConfig[];
  readonly #byRef: Map<string, VisibleService>;
  readonly #byId = new Map<string, VisibleService[]>();
  readonly #bySelector: {
    service: VisibleService;
    isSelected: (labels: Record<string, string>) => boolean;
  }[] = [];

  /** @param environments - all configured environments */
  static of(
    services: VisibleService[],
    environments: EnvironmentConfig[],
  ): ServiceScope {
    return new ServiceScope(services, environments);
  }

  private constructor(
    services: VisibleService[],
    environments: EnvironmentConfig[],
  ) {
    this.#services = services.filter(each => each.environments.length);
    this.#environments = environments;
    this.#byRef = new Map(
      this.#services.map(each => [each.query.entityRef, each]),
    );
    for (const service of this.#services) {
      const { id, selector } = service.query;
      if (selector !== undefined) {
        const isSelected = parseLabelSelector(selector);
        this.#bySelector.push({ service, isSelected });
      } else if (id !== undefined && ownsId(service.query)) {
        this.#byId.set(id, [...(this.#byId.get(id) ?? []), service]);
      }
    }
  }

  /** The scope of some of its services. */
  narrowed(isKept: (entityRef: string) => boolean): ServiceScope {
    return ServiceScope.of(
      this.#services.filter(({ query }) => isKept(query.entityRef)),
      this.#environments,
    );
  }

  /** Whether no record can belong to the scope. */
  get isEmpty(): boolean {
    return !this.#services.length;
  }

  /**
   * The service that a record belongs to, by the same rules as the history of one
   * service; undefined if the viewer may not see it. Of several services that share a
   * workload, it is the one that the workload names.
   */
  ownerOf(row: ServiceRow): RecordOwner | undefined {
    const environment = environmentOf(this.#environments, row);
    if (!environment) return undefined;
    const service = this.#candidates(row).find(each =>
      isReadableIn(each, environment, row),
    );
    return (
      service && {
        entityRef: service.query.entityRef,
        environment: environment.name,
      }
    );
  }

  /**
   * Condition that selects all rows of the scope, and few others.
   *
   * @param labelsOf - reads the distinct values of the column `labels`; called only if
   * a service has a label selector
   */
  async conditions(
    labelsOf: (conditions: Knex.QueryCallback) => Promise<{ labels: string }[]>,
  ): Promise<Knex.QueryCallback> {
    if (this.isEmpty) return builder => builder.whereRaw('1 = 0');
    const inAnyEnvironment = isInEnvironments(
      this.#configsOf(this.#services.flatMap(each => each.environments)),
    );
    const labels = this.#bySelector.length
      ? (await labelsOf(inAnyEnvironment))
          .map(row => row.labels)
          .filter(text => {
            const parsed = JSON.parse(text);
            return this.#bySelector.some(each => each.isSelected(parsed));
          })
      : [];
    if (this.#services.length * 2 + labels.length > MAX_BINDINGS) {
      return inAnyEnvironment;
    }
    const groups = this.#groups();
    return builder => {
      for (const { configs, services } of groups) {
        builder.orWhere(group =>
          group
            .where(isInEnvironments(configs))
            .where(belongsToAny(services, labels)),
        );
      }
    };
  }

  #candidates({ entity, kubernetes_id: id, labels }: ServiceRow) {
    const named = entity === null ? undefined : this.#byRef.get(entity);
    const byId =
      entity === null && id !== null ? (this.#byId.get(id) ?? []) : [];
    const selected = this.#bySelector.length
      ? this.#bySelector
          .filter(({ isSelected }) => isSelected(JSON.parse(labels)))
          .map(({ service }) => service)
      : [];
    return [...(named ? [named] : []), ...byId, ...selected];
  }

  /** Services with the same readable environments; all services in one group if the groups are many. */
  #groups(): { configs: EnvironmentConfig[]; services: VisibleService[] }[] {
    const groups = new Map<string, VisibleService[]>();
    for (const service of this.#services) {
      const key = JSON.stringify(service.environments);
      groups.set(key, [...(groups.get(key) ?? []), service]);
    }
    const sets = groups.size > MAX_GROUPS ? [this.#services] : groups.values();
    return [...sets].map(services => ({
      services,
      configs: this.#configsOf(services.flatMap(each => each.environments)),
    }));
  }

  #configsOf(names: string[]): EnvironmentConfig[] {
    const readable = new Set(names);
    return this.#environments.filter(({ name }) => readable.has(name));
  }
}

function isReadableIn(
  { query, environments }: VisibleService,
  environment: EnvironmentConfig,
  { cluster, namespace }: ServiceRow,
): boolean {
  const { entityRef, owners = [] } = query;
  const bindings = environment.bindings ?? [];
  return (
    environments.includes(environment.name) &&
    (query.cluster === undefined || query.cluster === cluster) &&
    (query.namespace === undefined || query.namespace === namespace) &&
    bindings
      .filter(binding => matchesNamespace(binding, namespace))
      .every(binding => isBoundTo(binding, { entityRef, owners }))
  );
}

function belongsToAny(
  services: VisibleService[],
  labels: string[],
): Knex.QueryCallback {
  const refs = services.map(({ query }) => query.entityRef);
  const ids = services.flatMap(({ query: { id } }) => id ?? []);
  return builder => {
    builder.whereIn('entity', refs);
    builder.orWhere(byId =>
      byId.whereNull('entity').whereIn('kubernetes_id', ids),
    );
    if (labels.length) builder.orWhereIn('labels', labels);
  };
}
