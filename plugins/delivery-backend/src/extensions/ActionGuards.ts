import { ConflictError } from '@backstage/errors';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionGuard,
  GuardContext,
} from '@fairway/backstage-plugin-delivery-node';

/** Guards of all actions: the portal's own and those that modules add. */
export class ActionGuards {
  readonly #guards: ActionGuard[] = [];

  /** @throws ConflictError when another guard has its id */
  add(guard: ActionGuard): void {
    if (this.#guards.some(({ id }) => id === guard.id)) {
      throw new ConflictError(
        `Two action guards have the id '${guard.id}'. Install one of them`,
      );
    }
    this.#guards.push(guard);
  }

  /**
   * Asks the guards in the order in which they were added.
   *
   * @returns the first refusal, or undefined when no guard refuses
   */
  async check(context: GuardContext): Promise<Refusal | undefined> {
    for (const guard of this.#guards) {
      const refusal = await guard.check(context);
      if (refusal) return refusal;
    }
    return undefined;
  }
}
