import { ConflictError } from '@backstage/errors';
import type { AnyAction } from '@fairway/backstage-plugin-delivery-common';
import type { ActionHandler } from '@fairway/backstage-plugin-delivery-node';

/** Handlers of all kinds of actions: the portal's own and those that modules add. */
export class ActionHandlers {
  readonly #handlers = new Map<string, ActionHandler>();

  /** @throws ConflictError when another handler has its kind */
  add<A extends AnyAction, D>(handler: ActionHandler<A, D>): void {
    const { kind } = handler;
    if (this.#handlers.has(kind)) {
      throw new ConflictError(
        `Two action handlers have the kind '${kind}'. Install one of them`,
      );
    }
    this.#handlers.set(kind, handler);
  }

  get(kind: string): ActionHandler | undefined {
    return this.#handlers.get(kind);
  }

  /** Kinds of all handlers, sorted. */
  kinds(): string[] {
    return [...this.#handlers.keys()].sort();
  }
}
