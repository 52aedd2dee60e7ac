import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import type { Changes } from '@fairway/backstage-plugin-delivery-common';
import { useEffect, useRef, useState } from 'react';
import { pipelinesApiRef } from '../../api/PipelinesApi';
import { errorMessage } from '../../api/errorMessage';

/** A rollout moves many times a second; changes are read again at most so often. */
const REFRESH_MS = 3_000;

/** What is known of a service's changes. */
export interface KnownChanges {
  value?: Changes;
  problem?: string;
  retry: () => void;
}

/**
 * A service's changes, read again when it moves.
 *
 * @param movedTo - another text each time that its workloads or runs have moved
 */
export function useChanges(
  entity: Entity,
  movedTo: string,
  selection: { search: string; limit: number },
): KnownChanges {
  const api = useApi(pipelinesApiRef);
  const { search, limit } = selection;
  const [value, setValue] = useState<Changes>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const readAt = useRef(0);
  const asked = useRef('');

  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const key = JSON.stringify([search, limit, attempt]);
    const isNew = key !== asked.current;
    const wait = isNew ? 0 : readAt.current + REFRESH_MS - Date.now();
    const timer = setTimeout(
      async () => {
        readAt.current = Date.now();
        try {
          const service = getCompoundEntityRef(entity);
          const read = await api.getChanges(service, {
            search: search || undefined,
            limit,
            signal,
          });
          if (signal.aborted) return;
          asked.current = key;
          setValue(read);
          setProblem(undefined);
        } catch (error) {
          if (!signal.aborted) setProblem(errorMessage(error));
        }
      },
      Math.max(0, wait),
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [api, entity, movedTo, search, limit, attempt]);

  return { value, problem, retry: () => setAttempt(attempt + 1) };
}
