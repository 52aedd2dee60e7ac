import { useDeferredValue, useSyncExternalStore } from 'react';
import type { Live, LiveState } from './DeliveryApi';

/**
 * State of a live value while the component is mounted. A new value renders with low
 * priority, in slices, so that frequent updates do not block the page. This needs a
 * memoized component that gets the state: React renders it only for the new state. A
 * lost connection renders at once.
 */
export function useLive<T>(feed: Live<T>): {
  state: LiveState<T>;
  retry: () => void;
} {
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  const deferred = useDeferredValue(state);
  const isUpdate = state.status === 'live' && deferred.status === 'live';
  return { state: isUpdate ? deferred : state, retry: feed.retry };
}
