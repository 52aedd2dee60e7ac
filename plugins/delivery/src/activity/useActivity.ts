import { useApi } from '@backstage/core-plugin-api';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActivityPage,
  ActivityQuery,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deliveryApiRef } from '../api/DeliveryApi';
import { addOlder, replaceNewest } from './mergeActivity';
import type { LoadedActivity } from './mergeActivity';

const PAGE_SIZE = 50;
/** Minimum time between two reads of the newest page. */
const REFRESH_MS = 3_000;
/** Time from a change of the fleet to the read, because the backend records it a moment later. */
const RECORD_MS = 1_000;
/** Time after which the newest page is read without a change of the fleet: actions do not change it. */
const POLL_MS = 20_000;

/** Changes of all services, and how to load more. */
export interface ActivityState {
  loaded?: LoadedActivity;
  /** Why the last request failed */
  problem?: CodedMessage;
  isLoading: boolean;
  loadMore: () => void;
  retry: () => void;
}

/**
 * Changes of all services. The newest page is read again when the fleet changes.
 *
 * @param selection - filters; must be memoized. Nothing is read while it is undefined
 * @param refreshKey - text that changes when a service changes
 */
export function useActivity(
  selection: Omit<ActivityQuery, 'limit' | 'cursor'> | undefined,
  refreshKey: string,
): ActivityState {
  const api = useApi(deliveryApiRef);
  const [loaded, setLoaded] = useState<LoadedActivity>();
  const [problem, setProblem] = useState<CodedMessage>();
  const [isLoading, setIsLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const request = useRef(new AbortController());
  const isReadingOlder = useRef(false);
  const readAt = useRef(0);

  const get = useCallback(
    async (cursor: string | undefined, show: (page: ActivityPage) => void) => {
      if (!selection) return;
      request.current.abort();
      request.current = new AbortController();
      const { signal } = request.current;
      setIsLoading(true);
      try {
        const page = await api.getActivity({
          ...selection,
          limit: PAGE_SIZE,
          cursor,
          signal,
        });
        if (signal.aborted) return;
        show(page);
        setProblem(undefined);
      } catch (error) {
        if (signal.aborted) return;
        setProblem(problemOf(error));
      }
      setIsLoading(false);
    },
    [api, selection],
  );

  const refresh = useCallback(() => {
    // It would end the request for older changes.
    if (isReadingOlder.current) return;
    readAt.current = Date.now();
    get(undefined, page => setLoaded(before => replaceNewest(before, page)));
  }, [get]);

  // A new selection begins a new list.
  useEffect(() => {
    isReadingOlder.current = false;
    setLoaded(undefined);
    refresh();
    const timer = setInterval(() => {
      const isHidden = document.visibilityState === 'hidden';
      if (!isHidden && Date.now() - readAt.current >= POLL_MS) refresh();
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      request.current.abort();
    };
  }, [refresh, attempt]);

  useRefreshAfter(refreshKey, readAt, refresh);

  return {
    loaded,
    problem,
    isLoading,
    loadMore: async () => {
      if (!loaded?.nextCursor) return;
      isReadingOlder.current = true;
      await get(loaded.nextCursor, page =>
        setLoaded(before => before && addOlder(before, page)),
      );
      isReadingOlder.current = false;
    },
    retry: () => setAttempt(attempt + 1),
  };
}

/** Refreshes soon after a value has changed, but not too often. */
function useRefreshAfter(
  value: string,
  readAt: { current: number },
  refresh: () => void,
): void {
  const latest = useRef(refresh);
  const seen = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => {
    // Further changes do not restart the timer, so that a busy fleet does not delay the read.
    if (seen.current === value || timer.current !== undefined) return;
    seen.current = value;
    const next = readAt.current + REFRESH_MS - Date.now();
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        latest.current();
      },
      Math.max(RECORD_MS, next),
    );
  }, [value, readAt]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
