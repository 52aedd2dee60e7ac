import type {
  Release,
  TimelineEntry,
} from '@fairway/backstage-plugin-delivery-common';
import { historyItems } from './historyItems';

const location = {
  entityRef: 'component:default/orders',
  environment: 'dev',
  cluster: 'near',
  namespace: 'dev',
  workload: { kind: 'Deployment' as const, name: 'orders', uid: 'w' },
};

function release(id: string, startedAt: string): Release {
  return {
    ...location,
    id,
    to: { number: 1, name: 'orders-1', uid: 'r' },
    images: [],
    cause: { how: 'unknown' },
    startedAt,
    outcome: {
      state: 'in-progress',
      reason: 'underway',
      values: {},
      sentence: 'In progress',
    },
    reconstructed: false,
  };
}

function entry(
  id: string,
  lastAt: string,
  event: TimelineEntry['event'] = { type: 'scaled', from: 1, to: 2 },
): TimelineEntry {
  return {
    ...location,
    id,
    event,
    count: 1,
    firstAt: lastAt,
    lastAt,
    pods: [],
  };
}

const page = { forbiddenEnvironments: [] };

it('merges releases and events in order, each rollout once', () => {
  const { items, hasMore } = historyItems({
    releases: [
      {
        ...page,
        releases: [release('r2', '2026-01-03'), release('r1', '2026-01-01')],
      },
    ],
    timeline: [
      {
        ...page,
        entries: [
          entry('t2', '2026-01-04'),
          entry('t1', '2026-01-02'),
          entry('again', '2026-01-01', {
            type: 'rollout',
            releaseId: 'r1',
            number: 1,
            state: 'completed',
          }),
        ],
      },
    ],
  });
  expect(items.map(({ key }) => key)).toEqual(['t2', 'r2', 't1', 'r1']);
  expect(hasMore).toBe(false);
});

it('leaves out items that are older than the loaded part of a list', () => {
  const pages = {
    releases: [
      { ...page, releases: [release('r2', '2026-01-05')], nextCursor: 'c' },
    ],
    timeline: [
      {
        ...page,
        entries: [entry('t2', '2026-01-06'), entry('t1', '2026-01-01')],
      },
    ],
  };
  const { items, hasMore } = historyItems(pages);
  expect(items.map(({ key }) => key)).toEqual(['t2', 'r2']);
  expect(hasMore).toBe(true);
  const older = { ...page, releases: [release('r1', '2026-01-03')] };
  expect(
    historyItems({ ...pages, releases: [...pages.releases, older] }).items.map(
      ({ key }) => key,
    ),
  ).toEqual(['t2', 'r2', 'r1', 't1']);
});
