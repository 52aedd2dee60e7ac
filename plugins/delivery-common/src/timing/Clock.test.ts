import { systemClock } from './Clock';

describe('systemClock', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('resolves after the delay, or as soon as the signal aborts', async () => {
    const stopped = new AbortController();
    const resolved: string[] = [];
    const delay = (milliseconds: number) =>
      systemClock
        .delay(milliseconds, stopped.signal)
        .then(() => resolved.push(`${milliseconds}`));
    delay(100);
    delay(1_000);
    await jest.advanceTimersByTimeAsync(100);
    expect(resolved).toEqual(['100']);
    stopped.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(resolved).toEqual(['100', '1000']);
    delay(2_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(resolved).toEqual(['100', '1000', '2000']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no listener on a signal that outlives the delay', async () => {
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const done = systemClock.delay(100, signal);
    await jest.advanceTimersByTimeAsync(100);
    await done;
    expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
  });
});
