import { watchedKinds } from '../projection/watchedKinds';
import { ClusterCache } from './ClusterCache';
import type { ReflectorSync } from './Reflector';

describe('ClusterCache', () => {
  function cacheWith(state: (kind: string) => ReflectorSync['state']) {
    const cache = ClusterCache.create({
      accepts: () => true,
      onChange: () => {},
      now: () => 0,
    });
    for (const { kind } of watchedKinds) {
      cache.target(kind).setSync({ state: state(kind), since: '2026-01-01' });
    }
    return cache;
  }

  it('is as fresh as the kind that is worst off', () => {
    const stateWith = (worst: ReflectorSync['state']) =>
      cacheWith(kind => (kind === 'Pod' ? worst : 'synced')).sync().state;
    expect(stateWith('synced')).toBe('synced');
    expect(stateWith('syncing')).toBe('syncing');
    expect(stateWith('stale')).toBe('stale');
    expect(stateWith('failed')).toBe('failed');
  });

  it('is settled only when every kind has an outcome, whatever one of them is', () => {
    const isSettled = (others: ReflectorSync['state']) =>
      cacheWith(kind => (kind === 'Pod' ? 'failed' : others)).isSettled();
    expect(isSettled('syncing')).toBe(false);
    expect(isSettled('synced')).toBe(true);
  });
});
