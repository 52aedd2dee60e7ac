import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { useEntity } from '@backstage/plugin-catalog-react';
import type {
  ActionRecord,
  PipelineAction,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { actionsApiRef } from '../api/ActionsApi';
import { errorMessage } from '../api/errorMessage';

const ASK_MS = 1_500;

// Not randomUUID, which pages without https have not got.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Whether the backend has said no, for good. */
function isAnswered(error: unknown): boolean {
  return error instanceof ResponseError && error.statusCode < 500;
}

/** An action that somebody asked for, and how it goes. */
export interface AskedAction {
  record?: ActionRecord;
  /** Why it was not done */
  problem?: string;
  isBusy: boolean;
  /** @returns whether it was taken up */
  perform: (action: PipelineAction, reason?: string) => Promise<boolean>;
  forget: () => void;
}

/** Has something done, and follows it until its outcome is known. */
export function useAction(): AskedAction {
  const api = useApi(actionsApiRef);
  const { entity } = useEntity();
  const [record, setRecord] = useState<ActionRecord>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const key = useRef(newKey());
  const isMounted = useRef(true);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);

  useEffect(() => {
    if (record?.state !== 'queued') return undefined;
    const timer = setTimeout(async () => {
      const next = await api.getAction(record.id).catch(() => ({ ...record }));
      if (isMounted.current) setRecord(next);
    }, ASK_MS);
    return () => clearTimeout(timer);
  }, [api, record]);

  const perform = useCallback(
    async (action: PipelineAction, reason?: string) => {
      setIsBusy(true);
      setProblem(undefined);
      try {
        const taken = await api.performAction({
          entityRef: stringifyEntityRef(entity),
          action,
          ...(reason && { reason }),
          idempotencyKey: key.current,
        });
        key.current = newKey();
        setRecord(taken);
        return true;
      } catch (error) {
        // Of one that may have come through, the next try is the same wish.
        if (isAnswered(error)) key.current = newKey();
        setProblem(errorMessage(error));
        return false;
      } finally {
        setIsBusy(false);
      }
    },
    [api, entity],
  );
  const forget = useCallback(() => {
    setRecord(undefined);
    setProblem(undefined);
  }, []);
  return { record, problem, isBusy, perform, forget };
}
