import { Coalescer } from './Coalescer';
import { systemClock } from './Clock';

function setUp(leading: boolean) {
  const run = jest.fn();
  const stopped = new AbortController();
  const coalescer = Coalescer.create({
    run,
    intervalMs: 100,
    leading,
    clock: systemClock,
    signal: stopped.signal,
  });
  return { run, coalescer, stop: () => stopped.abort() };
}

describe('Coalescer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('with a leading run, runs once for the first requests, then once per interval', async () => {
    const { run, coalescer } = setUp(true);
    coalescer.request();
    coalescer.request();
    expect(run).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(1);

    coalescer.request();
    coalescer.request();
    await jest.advanceTimersByTimeAsync(99);
    expect(run).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);

    await jest.advanceTimersByTimeAsync(100);
    expect(run).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
    coalescer.request();
    await jest.advanceTimersByTimeAsync(0);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('without a leading run, waits for the interval first', async () => {
    const { run, coalescer } = setUp(false);
    coalescer.request();
    coalescer.request();
    await jest.advanceTimersByTimeAsync(99);
    expect(run).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(1);

    coalescer.request();
    await jest.advanceTimersByTimeAsync(99);
    expect(run).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes a requested run back when it is flushed before', async () => {
    for (const leading of [true, false]) {
      const { run, coalescer } = setUp(leading);
      coalescer.request();
      coalescer.flush();
      expect(run).toHaveBeenCalledTimes(1);
      await jest.advanceTimersByTimeAsync(200);
      expect(run).toHaveBeenCalledTimes(1);
    }
  });

  it('does not run after it was stopped', async () => {
    for (const leading of [true, false]) {
      const { run, coalescer, stop } = setUp(leading);
      coalescer.request();
      stop();
      coalescer.request();
      coalescer.flush();
      await jest.advanceTimersByTimeAsync(200);
      expect(run).not.toHaveBeenCalled();
      expect(jest.getTimerCount()).toBe(0);
    }
  });
});
