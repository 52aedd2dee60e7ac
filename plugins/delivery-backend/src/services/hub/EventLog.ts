/** Number of events that are kept for viewers who reconnect. */
const KEPT_EVENTS = 100;

/** One event, serialised once for all viewers. */
export interface StreamMessage {
  id: string;
  data: string;
}

/** Events of one topic. A viewer gets missed events, or a snapshot if they are not kept any more. */
export class EventLog {
  readonly #epoch: string;
  readonly #viewers = new Set<(message: StreamMessage) => void>();
  #sequence = 0;
  #events: StreamMessage[] = [];

  /** @param epoch - unique prefix of the event ids, so that an id of one topic is not valid for another */
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
   * Sends missed events or a snapshot, then every event, until the returned
   * function is called.
   *
   * @param lastEventId - id of the last event that the viewer received
   * @param snapshot - builds the snapshot, if it is needed
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
    // A new function for each viewer, because two viewers may pass the same one.
    const viewer = (message: StreamMessage) => send(message);
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  /** Events after an id; undefined if they are not all kept any more. */
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
