const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  listeners.forEach(listener => listener());
}

/** Clock that all ages on a page share. Ticks each second while it has subscribers. */
export const pageClock = {
  /** Milliseconds since the epoch, constant between two ticks */
  now(): number {
    if (!timer) now = Math.floor(Date.now() / TICK_MS) * TICK_MS;
    return now;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    timer ??= setInterval(tick, TICK_MS);
    return () => {
      listeners.delete(listener);
      if (listeners.size) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};
