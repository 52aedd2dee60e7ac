import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  problemOf,
  systemClock,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  CodedMessage,
  PipelineAction,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { actionsApiRef } from '../api/ActionsApi';
import { followAction } from './followAction';
import { useActionErrorText } from './useActionErrorText';

// Not randomUUID, which browsers offer on pages with https only.
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Whether the backend rejected a request, so that the action was not performed. */
function isRejected(error: unknown): boolean {
  return error instanceof ResponseError && error.statusCode < 500;
}

/** Why the state of an action is not read any more. */
type FollowProblem =
  { reason: 'timeout' } | { reason: 'failed'; problem: CodedMessage };

/** The last action of a component, and how to perform another one. */
export interface ActionHandle {
  record?: ActionRecord;
  /** Why the action was refused or failed at once, in the viewer's language */
  error?: string;
  /** Why the state of the requested action is not read any more */
  followProblem?: FollowProblem;
  /** Whether the request is under way */
  isBusy: boolean;
  /** Requests an action. Resolves to whether the backend accepted the request. */
  perform: (action: PipelineAction, reason?: string) => Promise<boolean>;
  /** Reads the state again after a {@link ActionHandle.followProblem} */
  retry: () => void;
  /** Removes the record and the error of the last action */
  reset: () => void;
}

/** Performs actions on the entity of the page and follows each until it is finished. */
export function useAction(): ActionHandle {
  const api = useApi(actionsApiRef);
  const errorText = useActionErrorText();
  const { entity } = useEntity();
  const [record, setRecord] = useState<ActionRecord>();
  const [error, setError] = useState<string>();
  const [followProblem, setFollowProblem] = useState<FollowProblem>();
  const [attempt, setAttempt] = useState(0);
  const [isBusy, setIsBusy] = useState(false);
  const idempotencyKey = useRef(newIdempotencyKey());
  const latest = useRef(record);
  latest.current = record;

  const id = record?.id;
  useEffect(() => {
    const { current } = latest;
    if (id === undefined || !current) return undefined;
    const abort = new AbortController();
    setFollowProblem(undefined);
    followAction({
      record: current,
      read: api.getAction.bind(api),
      onRecord: setRecord,
      clock: systemClock,
      signal: abort.signal,
    }).then(result => {
      if (result.reason === 'timeout') setFollowProblem({ reason: 'timeout' });
      if (result.reason === 'failed') {
        setFollowProblem({
          reason: 'failed',
          problem: problemOf(result.error),
        });
      }
    });
    return () => abort.abort();
  }, [api, id, attempt]);

  const perform = useCallback(
    async (action: PipelineAction, reason?: string) => {
      setIsBusy(true);
      setError(undefined);
      try {
        const accepted = await api.performAction({
          target: { type: 'service', entityRef: stringifyEntityRef(entity) },
          action,
          ...(reason && { reason }),
          idempotencyKey: idempotencyKey.current,
        });
        idempotencyKey.current = newIdempotencyKey();
        setRecord(accepted);
        return true;
      } catch (thrown) {
        // A request that may have reached the backend keeps its key, so that
        // trying again does not perform the action twice.
        if (isRejected(thrown)) idempotencyKey.current = newIdempotencyKey();
        setError(errorText(thrown));
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [api, entity, errorText],
  );
  const retry = useCallback(() => setAttempt(before => before + 1), []);
  const reset = useCallback(() => {
    setRecord(undefined);
    setError(undefined);
    setFollowProblem(undefined);
  }, []);
  return { record, error, followProblem, isBusy, perform, retry, reset };
}
