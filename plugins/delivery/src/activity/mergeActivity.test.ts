import type {
  ActivityItem,
  ActivityPage,
} from '@fairway/backstage-plugin-delivery-common';
import { addOlder, replaceNewest } from './mergeActivity';

function item(id: string, minute: number): ActivityItem {
  return {
    type: 'action',
    id,
    at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    entityRef: 'component:default/orders',
    title: 'orders',
    action: {
      id,
      kind: 'run.stop',
      state: 'succeeded',
      person: { name: 'Ada' },
    },
  };
}

const page = (items: ActivityItem[], nextCursor?: string): ActivityPage => ({
  items,
  nextCursor,
});
const ids = ({ items }: ActivityPage) => items.map(({ id }) => id);

describe('replaceNewest', () => {
  const loaded = page([item('c', 3), item('b', 2), item('a', 1)], 'after a');

  it('puts new changes before the loaded ones', () => {
    const merged = replaceNewest(
      loaded,
      page([item('d', 4), item('c', 3)], 'after c'),
    );
    expect(ids(merged)).toEqual(['d', 'c', 'b', 'a']);
    expect(merged.nextCursor).toBe('after a');
  });

  it('drops a loaded change that has become part of another one', () => {
    // `c` has been repeated as `d`, so that one entry counts both.
    const merged = replaceNewest(
      loaded,
      page([item('d', 4), item('b', 2)], 'after b'),
    );
    expect(ids(merged)).toEqual(['d', 'b', 'a']);
  });

  it('keeps only the page if changes between it and the loaded ones may be missing', () => {
    const newest = page([item('z', 9), item('y', 8)], 'after y');
    expect(replaceNewest(loaded, newest)).toEqual(newest);
  });

  it('keeps a loaded change with the time of the last one of the page', () => {
    const same = page([item('b2', 2), item('b1', 2), item('a', 1)]);
    const merged = replaceNewest(
      same,
      page([item('c', 3), item('b2', 2)], 'after b2'),
    );
    expect(ids(merged)).toEqual(['c', 'b2', 'b1', 'a']);
  });

  it('keeps only the page if it has all changes', () => {
    expect(ids(replaceNewest(loaded, page([item('c', 3)])))).toEqual(['c']);
    expect(ids(replaceNewest(undefined, page([])))).toEqual([]);
  });
});

it('adds older changes once', () => {
  const merged = addOlder(
    page([item('b', 2)], 'after b'),
    page([item('b', 2), item('a', 1)]),
  );
  expect(ids(merged)).toEqual(['b', 'a']);
  expect(merged.nextCursor).toBeUndefined();
});
