import { matchesQuery } from '../delivery/serviceQuery';
import type { WorkloadRecord } from '../../kubernetes';
import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { Service } from './Service';

/** Services, indexed by the queries that select their workloads. */
export class ServiceIndex {
  readonly #byRef = new Map<string, Service>();
  readonly #byId = new Map<string, Service[]>();
  readonly #bySelector: Service[] = [];

  static of(services: Service[]): ServiceIndex {
    return new ServiceIndex(services);
  }

  private constructor(services: Service[]) {
    for (const service of services) {
      const { entityRef, id, selector } = service.query;
      this.#byRef.set(entityRef, service);
      if (selector !== undefined) this.#bySelector.push(service);
      else if (id !== undefined) {
        this.#byId.set(id, [...(this.#byId.get(id) ?? []), service]);
      }
    }
  }

  get(entityRef: string): Service | undefined {
    return this.#byRef.get(entityRef);
  }

  /** All services, in the order of their entity refs. */
  all(): Service[] {
    return [...this.#byRef.values()];
  }

  /** Services that may select a workload or a series of jobs. */
  concernedBy(changed: Pick<WorkloadRecord, 'labels' | 'entity'>): Service[] {
    const id = changed.labels[KUBERNETES_ID];
    const named = changed.entity && this.#byRef.get(changed.entity);
    return [
      ...(named ? [named] : []),
      ...(id === undefined ? [] : (this.#byId.get(id) ?? [])),
      ...this.#bySelector.filter(({ query }) => matchesQuery(query, changed)),
    ];
  }
}
