import { createHook } from 'node:async_hooks';

/** Code that sets the timers of the plugin */
const CLOCK = 'delivery-common/src/timing/';

/** Sees what is opened from when it is made, and tells what of it was not closed. */
export class OpenHandles {
  readonly #before = sockets();
  readonly #timers = new Map<number, string>();
  readonly #hook = createHook({
    init: (asyncId, type) => {
      if (type !== 'Timeout') return;
      const stack = new Error().stack ?? '';
      // The frameworks around have timers of their own.
      if (stack.includes(CLOCK)) this.#timers.set(asyncId, stack);
    },
    destroy: asyncId => this.#timers.delete(asyncId),
  });

  static watch(): OpenHandles {
    const leftOpen = new OpenHandles();
    leftOpen.#hook.enable();
    return leftOpen;
  }

  private constructor() {}

  /** Where each timer was set, and the kinds of sockets. */
  all(): string[] {
    const added = [...sockets()]
      .filter(([kind, n]) => n > (this.#before.get(kind) ?? 0))
      .map(([kind, n]) => `${n - (this.#before.get(kind) ?? 0)} ${kind}`);
    return [...this.#timers.values(), ...added];
  }

  stop(): void {
    this.#hook.disable();
  }
}

function sockets(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/TCP|TLS|Pipe/.test(kind))
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
