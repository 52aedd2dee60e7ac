import { useMemo, useState } from 'react';
import type { LogWindow } from './logWindow';
import { plainLine } from './terminal';

/** A search in the part of a log that is held. */
export interface LogSearch {
  /** As somebody wrote it */
  text: string;
  setText: (text: string) => void;
  /** Indexes of the lines that have it */
  found: number[];
  /** Which of those is looked at */
  current: number | undefined;
  /** Looks at the next, or the one before; from the last on to the first */
  step: (by: 1 | -1) => void;
}

/** Searches the lines of a window, whatever their case. */
export function useLogSearch(window: LogWindow | undefined): LogSearch {
  const [text, setText] = useState('');
  // By the byte at which the line begins: the window moves under the search.
  const [at, setAt] = useState<number>();
  const lines = window?.lines;
  const found = useMemo(() => {
    const wanted = text.toLowerCase();
    if (!lines || !wanted) return [];
    return lines.flatMap((line, index) =>
      plainLine(line.text).toLowerCase().includes(wanted) ? index : [],
    );
  }, [lines, text]);
  const place = found.findIndex(index => lines?.[index].at === at);
  return {
    text,
    setText: next => {
      setText(next);
      setAt(undefined);
    },
    found,
    current: place < 0 ? undefined : place,
    step: by => {
      if (!found.length || !lines) return;
      // The newest first: a log is read from its end.
      const from = place < 0 && by < 0 ? 0 : place;
      const next = (from + by + found.length) % found.length;
      setAt(lines[found[next]].at);
    },
  };
}
