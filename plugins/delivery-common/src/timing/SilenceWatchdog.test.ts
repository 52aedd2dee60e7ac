import { systemClock } from './Clock';
import { SilenceWatchdog } from './SilenceWatchdog';

describe('SilenceWatchdog', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('aborts when nothing was heard for the limit', async () => {
    const watchdog = SilenceWatchdog.start({
      clock: systemClock,
      limitMs: 1_000,
    });
    await jest.advanceTimersByTimeAsync(900);
    watchdog.heard();
    await jest.advanceTimersByTimeAsync(999);
    expect(watchdog.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(watchdog.signal.aborted).toBe(true);
    expect(watchdog.isSilent).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not abort after it was stopped, and leaves no timer', async () => {
    const watchdog = SilenceWatchdog.start({
      clock: systemClock,
      limitMs: 1_000,
    });
    watchdog.stop();
    expect(jest.getTimerCount()).toBe(0);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(watchdog.signal.aborted).toBe(false);
    expect(watchdog.isSilent).toBe(false);
  });

  it('aborts with the outer signal, which is not silence', async () => {
    const outer = new AbortController();
    const watchdog = SilenceWatchdog.start({
      clock: systemClock,
      limitMs: 1_000,
      signal: outer.signal,
    });
    outer.abort();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(watchdog.signal.aborted).toBe(true);
    expect(watchdog.isSilent).toBe(false);
  });
});
