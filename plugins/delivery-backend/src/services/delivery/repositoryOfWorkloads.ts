import type { Delivery } from '@fairway/backstage-plugin-delivery-common';

/** http(s) address of the repository that a service is built from, by the first workload that names one. */
export function repositoryOfWorkloads({
  environments,
}: Delivery): string | undefined {
  return environments
    .flatMap(({ workloads }) => workloads)
    .find(({ source }) => source)?.source;
}
