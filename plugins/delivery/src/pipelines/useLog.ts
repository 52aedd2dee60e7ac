import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { pipelinesApiRef } from '../api/PipelinesApi';
import type { RunName } from '../api/PipelinesApi';
import { errorWords } from '../api/errorWords';

const PART = 256 * 1024;
/** What a page holds at most; what is older is let go, and can be read again. */
const MOST = 4 * 1024 * 1024;
const FOLLOW_MS = 2_000;

/** As much of a log as has been read. */
export interface ReadLog {
  /** Undefined until something has been read */
  text: string | undefined;
  /** Where it begins, in bytes of the whole */
  start: number;
  isGrowing: boolean;
  problem?: string;
  readEarlier: () => void;
}

interface Known {
  text: string;
  start: number;
  end: number;
  isGrowing: boolean;
}

/** Reads a log from its end, and what is added; what is before on demand. */
export function useLog(
  run: RunName,
  stageId: string | undefined,
  isGoingOn: boolean,
): ReadLog {
  const api = useApi(pipelinesApiRef);
  const [known, setKnown] = useState<Known>();
  const [problem, setProblem] = useState<string>();
  const [round, setRound] = useState(0);
  const end = useRef<number>();
  end.current = stageId === undefined ? known?.end : undefined;

  useEffect(() => {
    const gone = new AbortController();
    const { signal } = gone;
    const read = async () => {
      try {
        const start = end.current;
        const part = await api.readLog(run, {
          start,
          maxBytes: PART,
          stageId,
          signal,
        });
        if (signal.aborted) return;
        setKnown(before =>
          before && start !== undefined
            ? limited({
                ...part,
                text: before.text + part.text,
                start: before.start,
              })
            : part,
        );
        setProblem(undefined);
        // The last line of a log that grows comes once it is whole.
        const hasMore = part.end < part.size && part.end > part.start;
        if (part.isGrowing || hasMore || (stageId && isGoingOn)) {
          setTimeout(
            () => !signal.aborted && setRound(n => n + 1),
            hasMore ? 0 : FOLLOW_MS,
          );
        }
      } catch (error) {
        if (!signal.aborted) setProblem(errorWords(error));
      }
    };
    read();
    return () => gone.abort();
  }, [api, run, stageId, round, isGoingOn]);

  const readEarlier = useCallback(async () => {
    if (!known) return;
    const start = Math.max(0, known.start - PART);
    const maxBytes = Math.max(1024, known.start - start);
    try {
      const part = await api.readLog(run, { start, maxBytes });
      const bytes = new TextEncoder().encode(part.text);
      // Not more than was missing, and from the beginning of a line.
      const missing = bytes.subarray(0, known.start - part.start);
      const first = start === 0 ? 0 : missing.indexOf(10) + 1;
      const text = new TextDecoder().decode(missing.subarray(first));
      setKnown(before =>
        before
          ? { ...before, text: text + before.text, start: start + first }
          : before,
      );
    } catch (error) {
      setProblem(errorWords(error));
    }
  }, [api, run, known]);

  return {
    text: known?.text,
    start: known?.start ?? 0,
    isGrowing: known?.isGrowing ?? false,
    problem,
    readEarlier,
  };
}

function limited(known: Known): Known {
  if (known.text.length <= MOST) return known;
  const cut = known.text.indexOf('\n', known.text.length - MOST / 2) + 1;
  const gone = new TextEncoder().encode(known.text.slice(0, cut)).length;
  return {
    ...known,
    text: known.text.slice(cut),
    start: known.start + gone,
  };
}
