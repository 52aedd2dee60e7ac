import type {
  Environment,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** Comparison of a workload with the same workload in an earlier environment. */
export interface VersionComparison {
  /** Name of the earlier environment */
  environment: string;
  isSame: boolean;
  /** Version in the earlier environment */
  version: string | undefined;
}

/**
 * Compares a workload with the nearest earlier environment that has a workload
 * of the same kind and name. Compares commits where both are known, else images.
 */
export function compareWithEarlier(
  environments: Environment[],
  index: number,
  workload: Workload,
): VersionComparison | undefined {
  for (const environment of environments.slice(0, index).reverse()) {
    const earlier = environment.workloads.find(
      ({ kind, name }) => kind === workload.kind && name === workload.name,
    );
    if (earlier && environment.name !== environments[index].name) {
      const isSame =
        earlier.commit && workload.commit
          ? earlier.commit === workload.commit
          : earlier.images.join() === workload.images.join();
      return {
        environment: environment.name,
        isSame,
        version: earlier.version?.value,
      };
    }
  }
  return undefined;
}
