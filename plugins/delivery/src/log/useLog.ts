import { useApi } from '@backstage/core-plugin-api';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import type { LogPart } from '@fairway/backstage-plugin-delivery-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorMessage } from '../api/errorMessage';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunRef } from '../api/PipelinesApi';
import { openWindow, withEarlier, withLater } from './logWindow';
import type { LogWindow } from './logWindow';

/** As much is read at a time. */
const PART_BYTES = 256 * 1024;
/** How often a growing log is asked for more: while it grows, and while it rests. */
const FOLLOW_MS = { first: 1_000, most: 5_000 };

/** What of a run's log is read. */
interface LogAddress {
  run: RunRef;
  /** Of a stage alone; a stage's own log is short, and given from its end */
  stageId?: string;
  /** Where to open it; at its end where it is not given */
  at?: number;
}

/** A log as far as it is held, and the ways to hold other parts of it. */
interface OpenLog {
  window?: LogWindow;
  /** Why it could not be read */
  problem?: string;
  isLoading: boolean;
  loadEarlier: () => void;
  loadLater: () => void;
  /** Opens it at a byte, or at its end */
  openAt: (at: number | undefined) => void;
}

/** Reads a log a part at a time, and follows its end while it grows. */
export function useLog({ run, stageId, at }: LogAddress): OpenLog {
  const api = useApi(pipelinesApiRef);
  const [window, setWindow] = useState<LogWindow>();
  const [problem, setProblem] = useState<string>();
  const [isLoading, setIsLoading] = useState(true);
  const request = useRef(new AbortController());
  // A link leads to a line; a line that is marked later is there already.
  const opening = useRef(at);

  const read = useCallback(
    (signal: AbortSignal, start?: number, maxBytes = PART_BYTES) =>
      api.getRunLog(run, { start, maxBytes, stageId, signal }),
    [api, run, stageId],
  );

  /** One reading at a time: a new one ends the one before. */
  const load = useCallback(
    async (
      get: (signal: AbortSignal) => Promise<LogPart>,
      place: (known: LogWindow | undefined, part: LogPart) => LogWindow,
    ) => {
      request.current.abort();
      request.current = new AbortController();
      const { signal } = request.current;
      setIsLoading(true);
      try {
        const part = await get(signal);
        if (signal.aborted) return;
        setWindow(known => place(known, part));
        setProblem(undefined);
      } catch (thrown) {
        if (signal.aborted) return;
        setProblem(errorMessage(thrown));
      }
      setIsLoading(false);
    },
    [],
  );

  const openAt = useCallback(
    (goal: number | undefined) => {
      const start =
        goal === undefined ? undefined : Math.max(0, goal - PART_BYTES / 2);
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
      (known, part) => (known ? withEarlier(known, part) : openWindow(part)),
    );
  }, [load, read, start]);

  const end = window?.end;
  const loadLater = useCallback(() => {
    load(
      signal => read(signal, end),
      (known, part) => (known ? withLater(known, part) : openWindow(part)),
    );
  }, [load, read, end]);

  const isFollowed = Boolean(
    window?.isGrowing && !window.hasLater && !isLoading && !problem,
  );
  const heard = useRef({ end, wait: FOLLOW_MS.first });
  useEffect(() => {
    if (!isFollowed) return undefined;
    const left = new AbortController();
    const { current } = heard;
    const wait =
      current.end === end
        ? Math.min(current.wait * 1.5, FOLLOW_MS.most)
        : FOLLOW_MS.first;
    heard.current = { end, wait };
    systemClock.delay(wait, left.signal).then(() => {
      if (!left.signal.aborted) loadLater();
    });
    return () => left.abort();
  }, [isFollowed, end, loadLater]);

  return { window, problem, isLoading, loadEarlier, loadLater, openAt };
}

/** Reads from a byte to another, however small the parts are that are given. */
async function readAll(
  read: (part: [start: number, maxBytes: number]) => Promise<LogPart>,
  from: number,
  to: number,
): Promise<LogPart> {
  // The backend gives no part that is smaller.
  const least = 1024;
  let whole = await read([from, Math.max(least, to - from)]);
  while (whole.end < to) {
    const next = await read([whole.end, Math.max(least, to - whole.end)]);
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
