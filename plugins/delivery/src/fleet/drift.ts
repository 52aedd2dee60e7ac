import type {
  FleetCell,
  FleetEnvironment,
  FleetRow,
} from '@fairway/backstage-plugin-delivery-common';

/** How what an environment runs compares with the next one that runs the service. */
export interface Drift {
  /** The next environment in the order of promotion */
  environment: string;
  /** What it runs */
  version: string | undefined;
}

/** Undefined where both run the same, or no later environment runs the service. */
export function driftOf(
  environments: FleetEnvironment[],
  row: FleetRow,
  index: number,
): Drift | undefined {
  const cell = row.cells[environments[index].name];
  const next = environments
    .slice(index + 1)
    .find(({ name }) => row.cells[name]);
  const nextCell = next && row.cells[next.name];
  if (!cell || !nextCell || isSame(cell, nextCell)) return undefined;
  return { environment: next.name, version: nextCell.version?.value };
}

// The commit decides where both are known, else the images.
function isSame(a: FleetCell, b: FleetCell): boolean {
  return a.commit && b.commit
    ? a.commit === b.commit
    : a.images.join() === b.images.join();
}
