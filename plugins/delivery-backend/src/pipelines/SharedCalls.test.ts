import { ManualClock, settle } from '../__testUtils__/ManualClock';
import { SharedCalls } from './SharedCalls';

function setUp() {
  const clock = new ManualClock();
  const stopped = new AbortController();
  const shared = SharedCalls.create({ clock, signal: stopped.signal });
  return { clock, stopped, shared };
}

describe('SharedCalls', () => {
  it('makes one call for all callers, until the result is too old', async () => {
    const { clock, shared } = setUp();
    const call = jest.fn(async () => 'text');
    const read = () => shared.share('key', 1_000, call);
    expect(await Promise.all([read(), read()])).toEqual(['text', 'text']);
    await clock.pass(999);
    expect(shared.has('key')).toBe(true);
    await read();
    expect(call).toHaveBeenCalledTimes(1);
    await clock.pass(1);
    expect(shared.has('key')).toBe(false);
    await read();
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('releases results without another call, also when it is stopped', async () => {
    const { clock, stopped, shared } = setUp();
    for (let start = 0; start < 1_000; start += 1) {
      shared.share(`log ${start}`, 1_000, async () => 'text');
    }
    await settle();
    expect(shared.size).toBe(1_000);
    await clock.pass(1_000);
    expect(shared.size).toBe(0);

    await shared.share('key', 1_000, async () => 'text');
    stopped.abort();
    await settle();
    expect(shared.size).toBe(0);
  });

  it('does not reuse a failure', async () => {
    const { shared } = setUp();
    const call = jest.fn(async () => {
      throw new Error('no');
    });
    await expect(shared.share('key', 1_000, call)).rejects.toThrow('no');
    await settle();
    expect(shared.size).toBe(0);
    await expect(shared.share('key', 1_000, call)).rejects.toThrow('no');
    expect(call).toHaveBeenCalledTimes(2);
  });
});
