import { ResponseError } from '@backstage/errors';
import type {
  ActionRecord,
  Clock,
} from '@fairway/backstage-plugin-delivery-common';
import { followAction } from './followAction';

class FakeClock implements Clock {
  #now = 0;
  now = () => this.#now;
  delay = async (milliseconds: number) => {
    this.#now += milliseconds;
  };
}

function recordWith(state: ActionRecord['state']): ActionRecord {
  return {
    id: 'action-1',
    target: {
      type: 'service',
      entityRef: 'component:default/berth-planner',
    },
    refusals: [],
    action: { kind: 'run.rebuild', runId: 'aaaaaaaaaaaa-12' },
    actor: 'user:default/ada',
    at: '2026-01-01T10:05:00.000Z',
    state,
  };
}

function follow(read: (id: string) => Promise<ActionRecord>) {
  const states: string[] = [];
  const clock = new FakeClock();
  const abort = new AbortController();
  const result = followAction({
    record: recordWith('pending'),
    read,
    onRecord: ({ state }) => states.push(state),
    clock,
    signal: abort.signal,
  });
  return { result, states, clock, abort };
}

describe('followAction', () => {
  it('reads a pending action until it is finished', async () => {
    const read = jest
      .fn()
      .mockResolvedValueOnce(recordWith('pending'))
      .mockRejectedValueOnce(new Error('bad gateway'))
      .mockResolvedValueOnce(recordWith('queued'))
      .mockResolvedValue(recordWith('failed'));
    const { result, states } = follow(read);
    expect(await result).toEqual({ reason: 'finished' });
    expect(states).toEqual(['pending', 'queued', 'failed']);
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('stops after four failed reads in a row, with the last error', async () => {
    const error = new Error('bad gateway');
    const read = jest.fn().mockRejectedValue(error);
    expect(await follow(read).result).toEqual({ reason: 'failed', error });
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('waits as long as a limit requires, and does not count it as a failure', async () => {
    const limited = await ResponseError.fromResponse(
      Response.json({}, { status: 429, headers: { 'retry-after': '60' } }),
    );
    const read = jest.fn();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      read.mockRejectedValueOnce(limited);
    }
    read.mockResolvedValue(recordWith('succeeded'));
    const { result, clock } = follow(read);
    expect(await result).toEqual({ reason: 'finished' });
    expect(clock.now()).toBeGreaterThanOrEqual(5 * 60_000);
  });

  it('stops ten minutes after the first read of an action that stays queued', async () => {
    const { result, clock } = follow(async () => recordWith('queued'));
    expect(await result).toEqual({ reason: 'timeout' });
    expect(clock.now()).toBeGreaterThanOrEqual(600_000);
    expect(clock.now()).toBeLessThan(620_000);
  });

  it('reports nothing after an abort', async () => {
    const { result, states, abort } = follow(async () => {
      abort.abort();
      return recordWith('queued');
    });
    expect(await result).toEqual({ reason: 'aborted' });
    expect(states).toEqual([]);
  });
});
