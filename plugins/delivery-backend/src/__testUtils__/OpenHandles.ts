import { createHook } from 'node:async_hooks';

/** Folder of the code that sets the timers of the plugin. */
const CLOCK = 'delivery-common/src/timing/';

/** Records timers and sockets that are opened, and lists those that were not closed. */
export class OpenHandles {
  readonly #before = sockets();
  readonly #timers = new Map<number, string>();
  readonly #hook = createHook({
    init: (asyncId, type) => {
      if (type !== 'Timeout') return;
      const stack = new Error().stack ?? '';
      // Frameworks have their own timers.
      if (stack.includes(CLOCK)) this.#timers.set(asyncId, stack);
    },
    destroy: asyncId => this.#timers.delete(asyncId),
  });

  static watch(): OpenHandles {
    const handles = new OpenHandles();
    handles.#hook.enable();
    return handles;
  }

  private constructor() {}

  /** Stacks of the open timers, and kinds of the open sockets. */
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
