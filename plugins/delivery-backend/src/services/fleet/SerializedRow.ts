import {
  fleetCells,
  fleetJobs,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  FleetRun,
} from '@fairway/backstage-plugin-delivery-common';
import type { Service } from './Service';

/** A fleet row whose parts are serialised once, for all combinations of permissions. */
export class SerializedRow {
  readonly #head: string;
  readonly #cells: Map<string, string>;
  readonly #jobs: Map<string, string>;
  readonly #lastRun: string;
  readonly #selections = new Map<string, string>();

  static of(
    service: Service,
    delivery: Delivery,
    lastRun?: FleetRun,
  ): SerializedRow {
    return new SerializedRow(service.head, delivery, lastRun);
  }

  private constructor(
    head: Service['head'],
    delivery: Delivery,
    lastRun: FleetRun | undefined,
  ) {
    this.#lastRun = lastRun ? `,"lastRun":${JSON.stringify(lastRun)}` : '';
    this.#head = JSON.stringify(head).slice(0, -1);
    this.#cells = textsOf(fleetCells(delivery));
    this.#jobs = textsOf(fleetJobs(delivery));
  }

  /** The row as JSON, with the cells and jobs of some environments and optionally the last run. */
  select(environments: string[], withRun: boolean): string {
    const key = `${withRun} ${environments.join()}`;
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const cells = environments.flatMap(name => this.#cells.get(name) ?? []);
    const jobs = environments.flatMap(name => this.#jobs.get(name) ?? []);
    const withJobs = jobs.length ? `,"jobs":{${jobs.join()}}` : '';
    const text = `${this.#head},"cells":{${cells.join()}}${withJobs}${withRun ? this.#lastRun : ''}}`;
    this.#selections.set(key, text);
    return text;
  }
}

/** Members of an object as JSON text, by name. */
function textsOf(values: Record<string, unknown>): Map<string, string> {
  return new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    ]),
  );
}
