/** Events kept for viewers who come back. */
const KEPT_EVENTS = 100;

/** One event, serialised once for all viewers. */
export interface StreamMessage {
  id: string;
  data: string;
}

/** What the viewers of one topic are sent: each event once, and a snapshot to who lacks too much. */
export class EventLog {
  readonly #epoch: string;
  readonly #viewers = new Set<(message: StreamMessage) => void>();
  #sequence = 0;
  #events: StreamMessage[] = [];

  /** @param epoch - its own, so that an id of one topic means nothing to another */
  static create(epoch: string): EventLog {
    return new EventLog(epoch);
  }

  private constructor(epoch: string) {
    this.#epoch = epoch;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  publish(data: string): void {
    this.#sequence += 1;
    const message = { id: this.#id(), data };
    this.#events = [...this.#events.slice(1 - KEPT_EVENTS), message];
    this.#viewers.forEach(send => send(message));
  }

  /**
   * Sends what a viewer lacks, then every event, until the returned function
   * is called.
   *
   * @param lastEventId - the last event that the viewer has
   * @param snapshot - all there is now, for who lacks more than is known
   */
  join(
    send: (message: StreamMessage) => void,
    lastEventId: string | undefined,
    snapshot: () => string,
  ): () => void {
    const missed = this.#eventsAfter(lastEventId) ?? [
      { id: this.#id(), data: snapshot() },
    ];
    missed.forEach(send);
    // A function of its own for each viewer, should two pass the same one.
    const viewer = (message: StreamMessage) => send(message);
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  /** Undefined when they are not all known any more */
  #eventsAfter(id: string | undefined): StreamMessage[] | undefined {
    const [epoch, sequence] = id?.split(':') ?? [];
    if (epoch !== this.#epoch) return undefined;
    const missed = this.#sequence - Number(sequence);
    if (missed === 0) return [];
    return missed > 0 && missed <= this.#events.length
      ? this.#events.slice(-missed)
      : undefined;
  }

  #id(): string {
    return `${this.#epoch}:${this.#sequence}`;
  }
}
