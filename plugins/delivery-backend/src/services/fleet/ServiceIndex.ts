import { matchesQuery } from '../delivery/serviceQuery';
import type { WorkloadRecord } from '../../kubernetes';
import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { Service } from './Service';

/** Services by how their workloads are found. */
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

  /** In the order of their entity refs */
  all(): Service[] {
    return [...this.#byRef.values()];
  }

  /** Those that a workload or a series of jobs may show in. */
  concernedBy(moved: Pick<WorkloadRecord, 'labels' | 'entity'>): Service[] {
    const id = moved.labels[KUBERNETES_ID];
    const named = moved.entity && this.#byRef.get(moved.entity);
    return [
      ...(named ? [named] : []),
      ...(id === undefined ? [] : (this.#byId.get(id) ?? [])),
      ...this.#bySelector.filter(({ query }) => matchesQuery(query, moved)),
    ];
  }
}
