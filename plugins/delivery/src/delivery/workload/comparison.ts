import type {
  Environment,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** How a workload compares with the same one an environment earlier. */
export interface Comparison {
  environment: string;
  isSame: boolean;
  /** What the earlier one runs */
  version: string | undefined;
}

/**
 * Compares a workload with the nearest earlier environment that has it, by
 * kind and name. The commit decides where both are known, else the images.
 */
export function compareWithEarlier(
  environments: Environment[],
  index: number,
  workload: Workload,
): Comparison | undefined {
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
