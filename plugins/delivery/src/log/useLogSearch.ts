import { useMemo, useState } from 'react';
import type { LogWindow } from './logWindow';
import { plainText } from './terminal';

/** Search in the loaded part of a log. */
export interface LogSearch {
  /** Search text as entered */
  text: string;
  setText: (text: string) => void;
  /** Indexes of the matching lines */
  matches: number[];
  /** Index in `matches` of the current match */
  current: number | undefined;
  /** Goes to the next or the previous match; continues at the other end */
  step: (by: 1 | -1) => void;
}

/** Searches the lines of a log window, case-insensitive. */
export function useLogSearch(window: LogWindow | undefined): LogSearch {
  const [text, setText] = useState('');
  // The offset of the current line, because the window can move.
  const [offset, setOffset] = useState<number>();
  const lines = window?.lines;
  const matches = useMemo(() => {
    const query = text.toLowerCase();
    if (!lines || !query) return [];
    return lines.flatMap((line, index) =>
      plainText(line.text).toLowerCase().includes(query) ? index : [],
    );
  }, [lines, text]);
  const position = matches.findIndex(index => lines?.[index].offset === offset);
  return {
    text,
    setText: next => {
      setText(next);
      setOffset(undefined);
    },
    matches,
    current: position < 0 ? undefined : position,
    step: by => {
      if (!matches.length || !lines) return;
      // A log is read from its end, so the first match is the newest.
      const from = position < 0 && by < 0 ? 0 : position;
      const next = (from + by + matches.length) % matches.length;
      setOffset(lines[matches[next]].offset);
    },
  };
}
