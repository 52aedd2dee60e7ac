import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { LiveState } from './DeliveryApi';
import { PolledFeed } from './PolledFeed';

/** A clock that stands still until a test moves it. */
class StillClock implements Clock {
  #now = 0;
  #waiting: { at: number; resolve: () => void }[] = [];

  now = () => this.#now;

  delay = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
      this.#waiting.push({ at: this.#now + milliseconds, resolve });
    });

  async pass(milliseconds: number) {
    this.#now += milliseconds;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(each => !due.includes(each));
    due.forEach(({ resolve }) => resolve());
    await settle();
  }
}

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function setUp(answers: (number | Error)[]) {
  const clock = new StillClock();
  const listeners = new Set<() => void>();
  let isVisible = true;
  let reads = 0;
  const feed = PolledFeed.create({
    read: async () => {
      const answer = answers[Math.min(reads, answers.length - 1)];
      reads += 1;
      if (answer instanceof Error) throw answer;
      return { answer };
    },
    intervalMs: 60_000,
    clock,
    visibility: {
      isVisible: () => isVisible,
      subscribe: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  const show = async (visible: boolean) => {
    isVisible = visible;
    listeners.forEach(listen => listen());
    await settle();
  };
  return { feed, clock, show, reads: () => reads, listeners };
}

async function forbidden() {
  return ResponseError.fromResponse(
    new Response(JSON.stringify({ error: { message: 'No' } }), {
      status: 403,
      headers: { 'content-type': 'application/json' },
    }),
  );
}

describe('PolledFeed', () => {
  it('reads once for all listeners, at most once a minute', async () => {
    const { feed, clock, reads } = setUp([1, 2]);
    const leave = feed.subscribe(() => {});
    feed.subscribe(() => {});
    await settle();
    expect(reads()).toBe(1);
    expect(feed.getState()).toEqual({ status: 'live', value: { answer: 1 } });
    await clock.pass(59_000);
    leave();
    feed.subscribe(() => {});
    await settle();
    expect(reads()).toBe(1);
    await clock.pass(1_000);
    expect(feed.getState()).toEqual({ status: 'live', value: { answer: 2 } });
  });

  it('stops without listeners, and reads no sooner than after a minute', async () => {
    const { feed, clock, reads, listeners } = setUp([1]);
    feed.subscribe(() => {})();
    await settle();
    expect(listeners.size).toBe(0);
    const before = reads();
    await clock.pass(600_000);
    expect(reads()).toBe(before);
    feed.subscribe(() => {});
    await settle();
    expect(reads()).toBe(before + 1);
  });

  it('does not read while the page is hidden, and reads when it becomes visible', async () => {
    const { feed, clock, show, reads } = setUp([1, 2]);
    feed.subscribe(() => {});
    await settle();
    await show(false);
    await clock.pass(60_000);
    await clock.pass(60_000);
    expect(reads()).toBe(1);
    await show(true);
    expect(reads()).toBe(2);
  });

  it('tells its listeners only of changes', async () => {
    const { feed, clock } = setUp([1, 1, 2]);
    const listener = jest.fn();
    feed.subscribe(listener);
    await settle();
    const { value } = feed.getState() as Extract<
      LiveState<unknown>,
      { status: 'live' }
    >;
    await clock.pass(60_000);
    expect(feed.getState()).toHaveProperty('value', value);
    expect(listener).toHaveBeenCalledTimes(1);
    await clock.pass(60_000);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('keeps the last value while it cannot be read', async () => {
    const unavailable = new ServiceUnavailableError('Cannot reach it');
    const { feed, clock } = setUp([1, unavailable, unavailable, 1]);
    feed.subscribe(() => {});
    await settle();
    await clock.pass(60_000);
    await clock.pass(60_000);
    expect(feed.getState()).toMatchObject({
      status: 'reconnecting',
      value: { answer: 1 },
      since: 60_000,
      interruption: { cause: 'unreachable' },
    });
    feed.retry();
    await settle();
    expect(feed.getState()).toEqual({ status: 'live', value: { answer: 1 } });
  });

  it.each([
    ['failed', async () => new Error('Broken')],
    ['refused', forbidden],
  ])('is %s without a value', async (status, error) => {
    const { feed } = setUp([await error()]);
    feed.subscribe(() => {});
    await settle();
    expect(feed.getState().status).toBe(status);
  });
});
