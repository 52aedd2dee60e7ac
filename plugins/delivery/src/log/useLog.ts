import { useApi } from '@backstage/core-plugin-api';
import {
  Backoff,
  problemOf,
  retryAfterMs,
  systemClock,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  LogPart,
} from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { openWindow, prependPart, appendPart } from './logWindow';
import type { LogWindow } from './logWindow';

/** Size of one read. */
const PART_BYTES = 256 * 1024;
/** Pause between two reads of a growing log: after new lines, and at most. */
const FOLLOW_PAUSE = { minMs: 1_000, maxMs: 5_000, factor: 1.5 };

/** Identifies a log, and where to open it. */
interface LogAddress {
  run: RunRef;
  /** Limits the log to this stage */
  stageId?: string;
  /** Offset to open the log at; its end where omitted */
  offset?: number;
}

/** Loaded part of a log, and how to load other parts. */
interface LogState {
  window?: LogWindow;
  /** Why the log could not be read */
  problem?: CodedMessage;
  isLoading: boolean;
  loadEarlier: () => void;
  loadLater: () => void;
  /** Opens the log at an offset, or at its end */
  openAt: (offset: number | undefined) => void;
}

/** Reads a log in parts, and follows its end while it grows. */
export function useLog({ run, stageId, offset }: LogAddress): LogState {
  const api = useApi(pipelinesApiRef);
  const [window, setWindow] = useState<LogWindow>();
  const [problem, setProblem] = useState<CodedMessage>();
  /** Time after which a log over a limit is read again, in milliseconds */
  const [retryMs, setRetryMs] = useState<number>();
  const [isLoading, setIsLoading] = useState(true);
  const request = useRef(new AbortController());
  // Only the line of a link must be loaded; a line that is marked later already is.
  const opening = useRef(offset);

  const read = useCallback(
    (signal: AbortSignal, start?: number, maxBytes = PART_BYTES) =>
      api.getRunLog(run, { start, maxBytes, stageId, signal }),
    [api, run, stageId],
  );

  /** Reads one part at a time. A new read aborts the previous one. */
  const load = useCallback(
    async (
      get: (signal: AbortSignal) => Promise<LogPart>,
      merge: (known: LogWindow | undefined, part: LogPart) => LogWindow,
    ) => {
      request.current.abort();
      request.current = new AbortController();
      const { signal } = request.current;
      setIsLoading(true);
      try {
        const part = await get(signal);
        if (signal.aborted) return;
        setWindow(known => merge(known, part));
        setProblem(undefined);
        setRetryMs(undefined);
      } catch (thrown) {
        if (signal.aborted) return;
        setProblem(problemOf(thrown));
        setRetryMs(retryAfterMs(thrown));
      }
      setIsLoading(false);
    },
    [],
  );

  const openAt = useCallback(
    (target: number | undefined) => {
      const start =
        target === undefined ? undefined : Math.max(0, target - PART_BYTES / 2);
      load(
        signal => read(signal, start),
        (_, part) => openWindow(part),
      );
    },
    [load, read],
  );

  useEffect(() => {
    setWindow(undefined);
    openAt(opening.current);
    return () => request.current.abort();
  }, [openAt]);

  const start = window?.start ?? 0;
  const loadEarlier = useCallback(() => {
    const from = Math.max(0, start - PART_BYTES);
    load(
      signal => readAll(part => read(signal, ...part), from, start),
      (known, part) => (known ? prependPart(known, part) : openWindow(part)),
    );
  }, [load, read, start]);

  const end = window?.end;
  const loadLater = useCallback(() => {
    load(
      signal => read(signal, end),
      (known, part) => (known ? appendPart(known, part) : openWindow(part)),
    );
  }, [load, read, end]);

  const isFollowed = Boolean(
    window?.isGrowing &&
    !window.hasLater &&
    !isLoading &&
    (!problem || retryMs !== undefined),
  );
  const pauses = useRef(Backoff.create(FOLLOW_PAUSE));
  const lastEnd = useRef(end);
  useEffect(() => {
    if (!isFollowed) return undefined;
    if (lastEnd.current !== end) pauses.current.reset();
    lastEnd.current = end;
    const abort = new AbortController();
    const wait = Math.max(pauses.current.next(), retryMs ?? 0);
    systemClock.delay(wait, abort.signal).then(() => {
      if (!abort.signal.aborted) loadLater();
    });
    return () => abort.abort();
  }, [isFollowed, end, retryMs, loadLater]);

  return { window, problem, isLoading, loadEarlier, loadLater, openAt };
}

/** Reads a range of a log, in as many parts as the backend returns. */
async function readAll(
  read: (part: [start: number, maxBytes: number]) => Promise<LogPart>,
  from: number,
  to: number,
): Promise<LogPart> {
  // The backend returns no smaller part.
  const minBytes = 1024;
  let whole = await read([from, Math.max(minBytes, to - from)]);
  while (whole.end < to) {
    const next = await read([whole.end, Math.max(minBytes, to - whole.end)]);
    if (next.end <= whole.end) break;
    whole = { ...next, start: whole.start, text: whole.text + next.text };
  }
  return cutAt(whole, to);
}

function cutAt(part: LogPart, to: number): LogPart {
  if (part.end <= to) return part;
  const bytes = new TextEncoder().encode(part.text);
  const text = new TextDecoder().decode(bytes.slice(0, to - part.start));
  return { ...part, text, end: to };
}
