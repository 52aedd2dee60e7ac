import { fleetCells } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  FleetRow,
} from '@fairway/backstage-plugin-delivery-common';
import type { Service } from './Service';

/** A fleet row, each part serialised once, whoever may see which of them. */
export class RowText {
  readonly #head: string;
  readonly #cells: Map<string, string>;
  readonly #selections = new Map<string, string>();

  static of(service: Service, delivery: Delivery): RowText {
    return new RowText(service.head, fleetCells(delivery));
  }

  private constructor(head: Service['head'], cells: FleetRow['cells']) {
    this.#head = JSON.stringify(head).slice(0, -1);
    this.#cells = new Map(
      Object.entries(cells).map(([name, cell]) => [
        name,
        `${JSON.stringify(name)}:${JSON.stringify(cell)}`,
      ]),
    );
  }

  /** The row as JSON, with the cells of some environments. */
  select(environments: string[]): string {
    const key = environments.join();
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    const cells = environments.flatMap(name => this.#cells.get(name) ?? []);
    const text = `${this.#head},"cells":{${cells.join()}}}`;
    this.#selections.set(key, text);
    return text;
  }
}
