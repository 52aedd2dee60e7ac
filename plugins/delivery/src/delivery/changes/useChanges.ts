import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  Changes,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';
import { useEffect, useRef, useState } from 'react';
import { pipelinesApiRef } from '../../api/PipelinesApi';

/** Minimum time between two refreshes; a rollout changes many times a second. */
const REFRESH_MS = 3_000;

/** Changes of a service, or why they could not be read. */
export interface ChangesState {
  value?: Changes;
  problem?: CodedMessage;
  retry: () => void;
}

/**
 * Changes of a service, read again when the service changes.
 *
 * @param refreshKey - text that changes when the changes must be read again
 */
export function useChanges(
  entity: Entity,
  refreshKey: string,
  selection: { search: string; limit: number },
): ChangesState {
  const api = useApi(pipelinesApiRef);
  const { search, limit } = selection;
  const [value, setValue] = useState<Changes>();
  const [problem, setProblem] = useState<CodedMessage>();
  const [attempt, setAttempt] = useState(0);
  const readAt = useRef(0);
  const requestedKey = useRef('');

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const key = JSON.stringify([search, limit, attempt]);
    const isNew = key !== requestedKey.current;
    const wait = isNew ? 0 : readAt.current + REFRESH_MS - Date.now();
    const timer = setTimeout(
      async () => {
        readAt.current = Date.now();
        try {
          const service = getCompoundEntityRef(entity);
          const changes = await api.getChanges(service, {
            search: search || undefined,
            limit,
            signal,
          });
          if (signal.aborted) return;
          requestedKey.current = key;
          setValue(changes);
          setProblem(undefined);
        } catch (thrown) {
          if (!signal.aborted) setProblem(problemOf(thrown));
        }
      },
      Math.max(0, wait),
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [api, entity, refreshKey, search, limit, attempt]);

  return { value, problem, retry: () => setAttempt(attempt + 1) };
}
