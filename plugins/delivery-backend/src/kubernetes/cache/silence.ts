import type { Clock } from '../../Clock';

/** Ends a wait on somebody who has gone silent. */
export interface SilenceWatchdog {
  /** Aborts when nothing was heard for too long, or with the outer signal */
  signal: AbortSignal;
  /** Whether it aborted for silence */
  isSilent(): boolean;
  heard(): void;
  stop(): void;
}

/** Watches for silence of more than so many milliseconds. */
export function watchSilence(options: {
  clock: Clock;
  silenceLimitMs: number;
  signal: AbortSignal;
}): SilenceWatchdog {
  const { clock, silenceLimitMs, signal } = options;
  const silence = new AbortController();
  const stopped = new AbortController();
  let lastHeard = clock.now();
  const check = async () => {
    const until = AbortSignal.any([signal, stopped.signal]);
    while (!until.aborted) {
      const left = lastHeard + silenceLimitMs - clock.now();
      if (left <= 0) {
        silence.abort();
        return;
      }
      await clock.delay(left, until);
    }
  };
  check();
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    isSilent: () => silence.signal.aborted,
    heard: () => {
      lastHeard = clock.now();
    },
    stop: () => stopped.abort(),
  };
}
