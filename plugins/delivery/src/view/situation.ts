import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** A workload with where it runs. */
export interface Finding {
  key: string;
  environment: Environment;
  workload: Workload;
}

/** What somebody who opens the page must know first. */
export interface Situation {
  /** Production first, then in reverse order of promotion */
  wrong: Finding[];
  moving: Finding[];
  /** Whether every environment that may be read is */
  isComplete: boolean;
  /** Names of the environments where the service runs */
  deployed: string[];
}

/** Sums a delivery up; pure. */
export function situationOf({ environments }: Delivery): Situation {
  const findings = [...environments].reverse().flatMap(environment =>
    environment.workloads.map(workload => ({
      key: `${environmentKey(environment)}/${workload.uid}`,
      environment,
      workload,
    })),
  );
  const inState = (...states: Workload['health']['status'][]) =>
    findings
      .filter(({ workload }) => states.includes(workload.health.status))
      .sort(
        (a, b) =>
          Number(b.environment.production) - Number(a.environment.production),
      );
  return {
    wrong: inState('degraded', 'unknown'),
    moving: inState('progressing', 'suspended'),
    isComplete: environments.every(({ sync }) =>
      ['synced', 'refused'].includes(sync.state),
    ),
    deployed: environments
      .filter(({ workloads }) => workloads.length > 0)
      .map(({ name }) => name),
  };
}

/** How a workload compares with the same one an environment earlier. */
export interface Comparison {
  environment: string;
  isSame: boolean;
  /** What the earlier one runs */
  version: string | undefined;
}

/**
 * Compares a workload with the nearest earlier environment that has it, by
 * kind and name. The commit decides where both are known, else the version.
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
