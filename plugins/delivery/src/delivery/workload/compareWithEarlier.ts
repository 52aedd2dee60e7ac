import { mainSoftware } from '@fairway/backstage-plugin-delivery-common';
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
 * of the same kind and name. Compares the commits that serve most users where both are
 * known, else their images.
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
      const [own, other] = [workload, earlier].map(mainSoftware);
      if (!own || !other) return undefined;
      return {
        environment: environment.name,
        isSame:
          own.commit && other.commit
            ? own.commit === other.commit
            : own.images.join() === other.images.join(),
        version: other.version?.value,
      };
    }
  }
  return undefined;
}
