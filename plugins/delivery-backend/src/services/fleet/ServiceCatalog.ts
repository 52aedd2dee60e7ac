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
import { ownersOf, readService } from './Service';
import type { Service } from './Service';
import { ServiceIndex } from './ServiceIndex';

const REFRESH_MS = 30_000;
/** After a failure: the catalog may only be starting. */
const RETRY_MS = 2_000;

/** Components that say how their workloads are found. */
const DEPLOYED = [KUBERNETES_ID, KUBERNETES_LABEL_SELECTOR].map(name => ({
  kind: 'component',
  [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
}));

/** What is asked of the catalog to know whose a service is. */
const IDENTITY = ['kind', 'metadata.namespace', 'metadata.name', 'relations'];

/** What is asked of the catalog to show a service. */
const FIELDS = [
  ...IDENTITY,
  'metadata.title',
  'metadata.tags',
  'metadata.annotations',
];

/** The services that the catalog has, read again every half minute. */
export class ServiceCatalog {
  readonly #options: Parameters<typeof ServiceCatalog.create>[0];
  readonly #listeners = new Set<() => void>();
  readonly #complaints = new Map<string, string>();
  #index = ServiceIndex.of([]);
  #isRead = false;

  static create(options: {
    catalog: CatalogService;
    getCredentials: () => Promise<BackstageCredentials>;
    labelSelectorsEnabled: boolean;
    locate: PipelineProviders['locate'];
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

  /** Whether the catalog was read at all. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** As they were read last. */
  index(): ServiceIndex {
    return this.#index;
  }

  /** Hears when services came, went or changed, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The services that a viewer may see in the catalog, asked as the viewer. */
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
      this.#complaints.delete('catalog');
      return true;
    } catch (error) {
      this.#warnOnce(
        'catalog',
        `Cannot read the catalog's services: ${stringifyError(error)}`,
      );
      return false;
    }
  }

  async #refresh(): Promise<void> {
    const credentials = await this.#options.getCredentials();
    const entities = await this.#list(FIELDS, credentials);
    const services = entities
      .flatMap(entity => this.#read(entity) ?? [])
      .sort((a, b) => (a.query.entityRef < b.query.entityRef ? -1 : 1));
    this.#isRead = true;
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
        `Left a service out of the fleet: ${message}`,
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

  // Once, not every half minute.
  #warnOnce(about: string, message: string): void {
    if (this.#complaints.get(about) === message) return;
    this.#complaints.set(about, message);
    this.#options.logger.warn(message);
  }
}
