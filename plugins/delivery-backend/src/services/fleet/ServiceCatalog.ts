import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError, stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { OwnershipResolver } from '../../ownership';
import { ownersOf, readService } from './Service';
import type { Service } from './Service';
import { ServiceIndex } from './ServiceIndex';

const REFRESH_MS = 30_000;
/** Pause after a failure, because the catalog may still be starting. */
const RETRY_MS = 2_000;

/** Filter for components with annotations that select workloads. */
const DEPLOYED = [KUBERNETES_ID, KUBERNETES_LABEL_SELECTOR].map(name => ({
  kind: 'component',
  [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
}));

/** Subject of warnings about the whole catalog. */
const CATALOG = 'catalog';

/** Fields of the catalog that identify a service and its owners. */
const IDENTITY = ['kind', 'metadata.namespace', 'metadata.name', 'relations'];

/** Fields of the catalog that the fleet needs. */
const FIELDS = [
  ...IDENTITY,
  'metadata.title',
  'metadata.tags',
  'metadata.annotations',
];

/** Services of the catalog, read every 30 seconds with the claims to their workloads. */
export class ServiceCatalog {
  readonly #options: Parameters<typeof ServiceCatalog.create>[0];
  readonly #listeners = new Set<() => void>();
  /** The last warning, by entity ref or {@link CATALOG} */
  readonly #warnings = new Map<string, string>();
  #index = ServiceIndex.of([]);
  #isRead = false;

  static create(options: {
    catalog: CatalogService;
    getCredentials: () => Promise<BackstageCredentials>;
    labelSelectorsEnabled: boolean;
    locate: PipelineProviders['locate'];
    ownership: Pick<OwnershipResolver, 'refresh' | 'know' | 'idClaims'>;
    clock: Clock;
    logger: LoggerService;
  }): ServiceCatalog {
    return new ServiceCatalog(options);
  }

  private constructor(options: Parameters<typeof ServiceCatalog.create>[0]) {
    this.#options = options;
  }

  /** Reads until the signal aborts; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isRead = await this.#tryRefresh();
      await this.#options.clock.delay(isRead ? REFRESH_MS : RETRY_MS, signal);
    }
  }

  /** Whether the catalog has been read. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Latest services that were read. */
  index(): ServiceIndex {
    return this.#index;
  }

  /** Calls the listener when services are added, removed or changed, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Services that a viewer may see, read from the catalog with the viewer's credentials. */
  async visibleTo(
    credentials: BackstageCredentials,
  ): Promise<{ entityRef: string; owners: string[] }[]> {
    const entities = await this.#list(IDENTITY, credentials);
    return entities.map(entity => ({
      entityRef: stringifyEntityRef(entity),
      owners: ownersOf(entity),
    }));
  }

  async #tryRefresh(): Promise<boolean> {
    try {
      await this.#refresh();
      this.#warnings.delete(CATALOG);
      return true;
    } catch (error) {
      this.#warnOnce(
        CATALOG,
        `Cannot read the services of the catalog: ${stringifyError(error)}`,
      );
      return false;
    }
  }

  async #refresh(): Promise<void> {
    const { ownership, getCredentials } = this.#options;
    await ownership.refresh();
    const entities = await this.#list(FIELDS, await getCredentials());
    // New ones since the claims were read
    for (const entity of entities) await ownership.know(entity);
    const services = entities
      .flatMap(entity => this.#read(entity) ?? [])
      .sort((a, b) => (a.query.entityRef < b.query.entityRef ? -1 : 1));
    this.#isRead = true;
    const refs = new Set(entities.map(entity => stringifyEntityRef(entity)));
    for (const about of this.#warnings.keys()) {
      if (about !== CATALOG && !refs.has(about)) this.#warnings.delete(about);
    }
    if (JSON.stringify(services) === JSON.stringify(this.#index.all())) return;
    this.#index = ServiceIndex.of(services);
    this.#listeners.forEach(listen => listen());
  }

  #read(entity: Entity): Service | undefined {
    try {
      return readService(entity, this.#options);
    } catch (error) {
      const message = isError(error) ? error.message : stringifyError(error);
      this.#warnOnce(
        stringifyEntityRef(entity),
        `The fleet does not show a service: ${message}`,
      );
      return undefined;
    }
  }

  async #list(
    fields: string[],
    credentials: BackstageCredentials,
  ): Promise<Entity[]> {
    const entities: Entity[] = [];
    const pages = this.#options.catalog.streamEntities(
      { filter: DEPLOYED, fields },
      { credentials },
    );
    for await (const page of pages) entities.push(...page);
    return entities;
  }

  // Warns once per problem, not at every read.
  #warnOnce(about: string, message: string): void {
    if (this.#warnings.get(about) === message) return;
    this.#warnings.set(about, message);
    this.#options.logger.warn(message);
  }
}
