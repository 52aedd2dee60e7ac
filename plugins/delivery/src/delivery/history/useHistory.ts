import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deliveryApiRef } from '../../api/DeliveryApi';
import type { WorkloadRef } from '../../api/DeliveryApi';
import type { HistoryPages } from './historyItems';

const PAGE_SIZE = 20;
/** Minimum time between two refreshes; a rollout changes many times a second. */
const REFRESH_MS = 5_000;

/** Loaded pages of a history, and how to load more. */
export interface HistoryState {
  pages?: HistoryPages;
  /** Why the history could not be read */
  problem?: CodedMessage;
  isLoading: boolean;
  loadMore: () => void;
  retry: () => void;
}

/**
 * History of a service, read again when the service changes.
 *
 * @param refreshKey - text that changes when the history must be read again
 * @param workload - limits the history to this workload; must be memoized
 */
export function useHistory(
  entity: Entity,
  refreshKey: string,
  workload?: WorkloadRef,
): HistoryState {
  const api = useApi(deliveryApiRef);
  const [pages, setPages] = useState<HistoryPages>();
  const [problem, setProblem] = useState<CodedMessage>();
  const [isLoading, setIsLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const request = useRef(new AbortController());
  const readAt = useRef(0);

  const read = useCallback(
    async (loaded?: HistoryPages) => {
      request.current.abort();
      request.current = new AbortController();
      const { signal } = request.current;
      const service = getCompoundEntityRef(entity);
      const next = <P extends { nextCursor?: string }>(
        known: P[] | undefined,
        get: (cursor: string | undefined) => Promise<P>,
      ) => {
        const cursor = known?.at(-1)?.nextCursor;
        return known && cursor === undefined ? [] : get(cursor).then(p => [p]);
      };
      setIsLoading(true);
      try {
        const [releases, timeline] = await Promise.all([
          next(loaded?.releases, cursor =>
            api.getReleases(service, {
              limit: PAGE_SIZE,
              cursor,
              workload,
              signal,
            }),
          ),
          next(loaded?.timeline, cursor =>
            api.getTimeline(service, {
              limit: PAGE_SIZE,
              cursor,
              workload,
              signal,
            }),
          ),
        ]);
        if (signal.aborted) return;
        setPages({
          releases: [...(loaded?.releases ?? []), ...releases],
          timeline: [...(loaded?.timeline ?? []), ...timeline],
        });
        setProblem(undefined);
      } catch (error) {
        if (signal.aborted) return;
        setProblem(problemOf(error));
      }
      setIsLoading(false);
    },
    [api, entity, workload],
  );

  useEffect(() => {
    const wait = Math.max(0, readAt.current + REFRESH_MS - Date.now());
    const timer = setTimeout(() => {
      readAt.current = Date.now();
      read();
    }, wait);
    return () => clearTimeout(timer);
  }, [read, refreshKey, attempt]);
  useEffect(() => () => request.current.abort(), []);

  return {
    pages,
    problem,
    isLoading,
    loadMore: () => read(pages),
    retry: () => {
      readAt.current = 0;
      setAttempt(attempt + 1);
    },
  };
}
