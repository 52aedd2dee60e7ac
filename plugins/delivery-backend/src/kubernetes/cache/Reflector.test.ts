import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import { mockServices } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { ManualClock, settle } from '../../__testUtils__/ManualClock';
import type { ClusterAccess, ClusterResponse } from '../access/ClusterAccess';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';
import { Reflector } from './Reflector';
import type { ReflectorSync } from './ReflectorTarget';

const thingSchema = z.object({ uid: z.string() });

type Query = Record<string, string>;

/** Answer of the API server to one request. */
type Answer = (query: Query) => ClusterResponse;

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function answer(status: number, body: object, retryAfter?: number): Answer {
  return () => ({ status, retryAfter, body: bytes(JSON.stringify(body)) });
}

function list(version: string, names: string[], next = ''): Answer {
  return answer(200, {
    metadata: { resourceVersion: version, continue: next },
    items: names.map(uid => ({ uid })),
  });
}

/** A watch that sends these events and ends. */
function watch(...events: object[]): Answer {
  const lines = events.map(each => `${JSON.stringify(each)}\n`).join('');
  return () => ({ status: 200, body: bytes(lines) });
}

const unreachable: Answer = () => {
  throw new ClusterUnreachableError(
    otherProblem('Cluster a cannot be reached'),
  );
};

function event(type: string, uid: string, resourceVersion: string) {
  return { type, object: { uid, metadata: { resourceVersion } } };
}

/** A reflector of an API server that gives these answers, and then none. */
function reflect(
  answers: Answer[],
  options: { isOptional?: boolean; listsFromWatchCache?: boolean } = {},
) {
  const clock = new ManualClock();
  const queries: Query[] = [];
  const waiting = [...answers];
  const access: ClusterAccess = {
    listClusters: async () => ['a'],
    get: async (_cluster, { query = {}, signal }) => {
      queries.push(query);
      const next = waiting.shift();
      if (next) return next(query);
      return {
        status: 200,
        body: (async function* silent() {
          await new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        })(),
      };
    },
  };
  const records = new Set<string>();
  const syncs: ReflectorSync[] = [];
  const logger = mockServices.logger.mock();
  const stopped = new AbortController();
  const running = Reflector.create({
    access,
    cluster: 'a',
    resource: 'things',
    path: '/api/v1/things',
    project: object => thingSchema.parse(object),
    target: {
      replace: all => {
        records.clear();
        all.forEach(({ uid }) => records.add(uid));
      },
      upsert: ({ uid }) => records.add(uid),
      remove: uid => records.delete(uid),
      setSync: sync => syncs.push(sync),
    },
    observer: { listed() {}, received() {}, skipped() {} },
    clock,
    random: () => 1,
    logger,
    ...options,
  }).run(stopped.signal);
  return {
    clock,
    logger,
    queries,
    names: () => [...records],
    states: () => syncs.map(({ state }) => state),
    sync: () => syncs[syncs.length - 1],
    lists: () => queries.filter(({ watch: isWatch }) => !isWatch),
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

/** Lets a reflector do everything that does not need time to pass. */
async function settled() {
  for (let i = 0; i < 10; i += 1) await settle();
}

describe('Reflector', () => {
  it('lists, then follows the changes from the version of the list', async () => {
    const { queries, names, states, stop } = reflect([
      list('5', ['a', 'b']),
      watch(
        event('ADDED', 'c', '6'),
        event('DELETED', 'a', '7'),
        event('BOOKMARK', '', '9'),
      ),
    ]);
    await settled();
    expect(names()).toEqual(['b', 'c']);
    expect(states()).toEqual(['syncing', 'synced']);
    expect(queries[1]).toMatchObject({ watch: 'true', resourceVersion: '5' });
    await stop();
  });

  describe('reads from the watch cache of the API server', () => {
    it('the first list, whose other pages name no version', async () => {
      const { queries, names, stop } = reflect([
        list('5', ['a'], 'next'),
        list('5', ['b']),
      ]);
      await settled();
      expect(queries.slice(0, 2)).toEqual([
        { limit: '500', resourceVersion: '0' },
        { limit: '500', continue: 'next' },
      ]);
      expect(names()).toEqual(['a', 'b']);
      await stop();
    });

    it('the first list after others that failed', async () => {
      const { clock, lists, stop } = reflect([
        unreachable,
        answer(403, { message: 'forbidden' }),
        list('5', []),
      ]);
      await settled();
      await clock.pass(500);
      await settled();
      await clock.pass(1_000);
      await settled();
      const versions = lists().map(({ resourceVersion }) => resourceVersion);
      expect(versions).toEqual(['0', '0', '0']);
      await stop();
    });

    it('but no list after an expired version: the cache may be behind', async () => {
      const { lists, names, stop } = reflect([
        list('5', ['a']),
        watch({ type: 'ERROR', object: { code: 410, message: 'too old' } }),
        list('9', ['b']),
      ]);
      await settled();
      expect(lists()).toEqual([
        { limit: '500', resourceVersion: '0' },
        { limit: '500' },
      ]);
      expect(names()).toEqual(['b']);
      await stop();
    });

    it('but not when a page of the first list has expired', async () => {
      const { lists, stop } = reflect([
        list('5', ['a'], 'next'),
        answer(410, { message: 'too old' }),
        list('9', ['b']),
      ]);
      await settled();
      expect(lists()[2]).toEqual({ limit: '500' });
      await stop();
    });

    it('unless this is switched off', async () => {
      const { lists, stop } = reflect([list('5', [])], {
        listsFromWatchCache: false,
      });
      await settled();
      expect(lists()).toEqual([{ limit: '500' }]);
      await stop();
    });
  });

  it('lists consistently when the data of the cluster were restored', async () => {
    const { clock, queries, names, logger, stop } = reflect([
      list('50', ['a']),
      watch(),
      list('7', []),
      list('7', ['restored']),
    ]);
    await settled();
    await clock.pass(500);
    await settled();
    // The check, and the list.
    expect(queries.slice(2, 4)).toEqual([{ limit: '1' }, { limit: '500' }]);
    expect(names()).toEqual(['restored']);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('at resource version 7 and was at 50'),
    );
    await stop();
  });

  it('lists again, without a check, after a silence that was too long', async () => {
    const { clock, queries, stop } = reflect([
      list('50', ['a']),
      watch(),
      list('60', ['b']),
    ]);
    await settled();
    await clock.pass(150_000);
    await settled();
    expect(queries[2]).toEqual({ limit: '500' });
    await stop();
  });

  it('pauses longer each time that a watch ends at once, without a report', async () => {
    const { clock, queries, states, stop } = reflect([
      list('5', ['a']),
      watch(),
      list('5', []),
      watch(),
      list('5', []),
    ]);
    await settled();
    expect(queries).toHaveLength(2);
    await clock.pass(499);
    await settled();
    expect(queries).toHaveLength(2);
    await clock.pass(1);
    await settled();
    expect(queries).toHaveLength(4);
    await clock.pass(999);
    await settled();
    expect(queries).toHaveLength(4);
    await clock.pass(1);
    await settled();
    expect(queries.length).toBeGreaterThan(4);
    expect(states()).toEqual(['syncing', 'synced']);
    await stop();
  });

  it('keeps its records while the cluster is away, and reports the reason once', async () => {
    const { clock, names, sync, states, logger, stop } = reflect([
      list('5', ['a']),
      unreachable,
      unreachable,
      unreachable,
      list('5', []),
    ]);
    await settled();
    expect(names()).toEqual(['a']);
    expect(sync()).toMatchObject({
      state: 'stale',
      message: 'Cluster a cannot be reached',
    });
    await clock.pass(500);
    await settled();
    await clock.pass(1_000);
    await settled();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await clock.pass(2_000);
    await settled();
    expect(states()).toEqual(['syncing', 'synced', 'stale', 'synced']);
    await stop();
  });

  it('waits as long as the API server asks', async () => {
    const { clock, queries, stop } = reflect([
      answer(429, { message: 'busy' }, 7),
    ]);
    await settled();
    await clock.pass(7_499);
    await settled();
    expect(queries).toHaveLength(1);
    await clock.pass(1);
    await settled();
    expect(queries).toHaveLength(2);
    await stop();
  });

  it('has no records of an optional kind that the cluster lacks, and looks again later', async () => {
    const { clock, names, states, lists, stop } = reflect(
      [
        list('5', ['a']),
        answer(404, { message: 'not found' }),
        list('9', ['b']),
      ],
      { isOptional: true },
    );
    await settled();
    expect(names()).toEqual([]);
    expect(states()).toEqual(['syncing', 'synced']);
    await clock.pass(29_999);
    await settled();
    expect(names()).toEqual([]);
    await clock.pass(1);
    await settled();
    expect(names()).toEqual(['b']);
    expect(lists()[1]).toEqual({ limit: '500' });
    await stop();
  });

  it('says that a required kind is forbidden', async () => {
    const { sync, stop } = reflect([answer(403, { message: 'not for you' })]);
    await settled();
    expect(sync()).toMatchObject({
      state: 'failed',
      isForbidden: true,
      message: expect.stringContaining("Grant the portal's service account"),
    });
    await stop();
  });

  it('counts a watch without a byte for too long as broken, and resumes it', async () => {
    const { clock, queries, names, states, stop } = reflect([list('5', ['a'])]);
    await settled();
    await clock.pass(75_000);
    await settled();
    expect(queries).toHaveLength(2);
    await clock.pass(250);
    await settled();
    expect(queries).toHaveLength(3);
    expect(names()).toEqual(['a']);
    expect(states()).toEqual(['syncing', 'synced']);
    await stop();
  });
});
