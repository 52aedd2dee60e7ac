import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { isError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deliveryApiRef } from '../../api/DeliveryApi';
import type { WorkloadRef } from '../../api/DeliveryApi';
import type { HistoryPages } from './historyItems';

const PAGE = 20;
/** A rollout moves many times a second; its record is read again at most so often. */
const REFRESH_MS = 5_000;

/** What is known of a service's history. */
export interface History {
  pages?: HistoryPages;
  /** Why it could not be read */
  problem?: string;
  isLoading: boolean;
  loadMore: () => void;
  retry: () => void;
}

/**
 * A service's history, read again when the service moves.
 *
 * @param movedTo - another text each time that the service has moved
 * @param workload - of this workload alone; the same object while it is the same
 */
export function useHistory(
  entity: Entity,
  movedTo: string,
  workload?: WorkloadRef,
): History {
  const api = useApi(deliveryApiRef);
  const [pages, setPages] = useState<HistoryPages>();
  const [problem, setProblem] = useState<string>();
  const [isLoading, setIsLoading] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const request = useRef(new AbortController());
  const readAt = useRef(0);

  const read = useCallback(
    async (before?: HistoryPages) => {
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
          next(before?.releases, cursor =>
            api.getReleases(service, {
              limit: PAGE,
              cursor,
              workload,
              signal,
            }),
          ),
          next(before?.timeline, cursor =>
            api.getTimeline(service, {
              limit: PAGE,
              cursor,
              workload,
              signal,
            }),
          ),
        ]);
        if (signal.aborted) return;
        setPages({
          releases: [...(before?.releases ?? []), ...releases],
          timeline: [...(before?.timeline ?? []), ...timeline],
        });
        setProblem(undefined);
      } catch (error) {
        if (signal.aborted) return;
        setProblem(isError(error) ? error.message : String(error));
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
  }, [read, movedTo, attempt]);
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
