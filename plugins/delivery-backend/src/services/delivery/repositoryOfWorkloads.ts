import type { Delivery } from '@fairway/backstage-plugin-delivery-common';

/** http(s) address of the repository that a service's workloads say they are built of: the first that says so. */
export function repositoryOfWorkloads({
  environments,
}: Delivery): string | undefined {
  return environments
    .flatMap(({ workloads }) => workloads)
    .find(({ source }) => source)?.source;
}
