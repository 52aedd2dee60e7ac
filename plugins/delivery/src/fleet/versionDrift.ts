import { mainSoftware } from '@fairway/backstage-plugin-delivery-common';
import type {
  FleetCell,
  FleetEnvironment,
  FleetRow,
} from '@fairway/backstage-plugin-delivery-common';

/** Difference between an environment and the next one that runs the service. */
export interface VersionDrift {
  /** The next environment in the order of promotion */
  environment: string;
  /** Version in the next environment */
  version: string | undefined;
}

/** Finds the drift of an environment; undefined without a difference or a later environment. */
export function versionDrift(
  environments: FleetEnvironment[],
  row: FleetRow,
  index: number,
): VersionDrift | undefined {
  const cell = row.cells[environments[index].name];
  const next = environments
    .slice(index + 1)
    .find(({ name }) => row.cells[name]);
  const nextCell = next && row.cells[next.name];
  const own = cell && mainSoftware(cell);
  const other = nextCell && mainSoftware(nextCell);
  if (!own || !other || isSame(own, other)) return undefined;
  return { environment: next.name, version: other.version?.value };
}

type ShownSoftware = Pick<FleetCell['serving'][number], 'commit' | 'images'>;

// Compares commits where both are known, else images.
function isSame(a: ShownSoftware, b: ShownSoftware): boolean {
  return a.commit && b.commit
    ? a.commit === b.commit
    : a.images.join() === b.images.join();
}
