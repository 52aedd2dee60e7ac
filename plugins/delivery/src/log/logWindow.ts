import type { LogPart } from '@fairway/backstage-plugin-delivery-common';

/** Size up to which a log is kept in the page. */
const MAX_WINDOW_BYTES = 4 * 1024 * 1024;

/** One line of a log. */
export interface LogLine {
  /** Offset of the line in bytes of the whole log */
  offset: number;
  /** Without the line break */
  text: string;
}

/** Loaded part of a log, without gaps. */
export interface LogWindow {
  lines: LogLine[];
  /** Offset of its first byte in the whole log */
  start: number;
  /** Offset after its last byte */
  end: number;
  /** Size of the whole log at the last read, in bytes */
  size: number;
  /** Whether the log can still grow */
  isGrowing: boolean;
  /** Whether there is a later part that is not loaded */
  hasLater: boolean;
  /** Whether the last line is incomplete */
  isLastOpen: boolean;
}

/** Size up to which the backend withholds an incomplete last line of a growing log. */
const INCOMPLETE_LINE_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** Log window of one part. */
export function openWindow(part: LogPart): LogWindow {
  const { text, start, end, size, isGrowing } = part;
  const texts = text.split('\n');
  const isLastOpen = texts.at(-1) !== '';
  if (!isLastOpen) texts.pop();
  let offset = start;
  const lines = texts.map(each => {
    const line = { offset, text: each.replace(/\r$/, '') };
    offset += encoder.encode(each).length + 1;
    return line;
  });
  const hasLater = size - end > (isGrowing ? INCOMPLETE_LINE_BYTES : 0);
  return { lines, start, end, size, isGrowing, hasLater, isLastOpen };
}

/** Adds the part that follows a window. Removes the oldest lines above the size limit. */
export function appendPart(
  window: LogWindow,
  part: LogPart,
  maxBytes = MAX_WINDOW_BYTES,
): LogWindow {
  const later = openWindow(part);
  // The log started again, so the part does not continue it.
  if (later.start !== window.end) return later;
  const joined = join(window, later);
  const first = joined.lines.findIndex(
    ({ offset }) => joined.end - offset <= maxBytes,
  );
  if (first <= 0) return joined;
  const lines = joined.lines.slice(first);
  return { ...joined, lines, start: lines[0].offset };
}

/** Adds the part before a window. Removes the newest lines above the size limit. */
export function prependPart(
  window: LogWindow,
  part: LogPart,
  maxBytes = MAX_WINDOW_BYTES,
): LogWindow {
  const earlier = openWindow(part);
  if (earlier.end !== window.start) return window;
  const { size } = earlier;
  const joined = { ...join(earlier, window), size };
  const cut = joined.lines.findIndex(
    ({ offset }) => offset - joined.start > maxBytes,
  );
  if (cut < 0) return joined;
  return {
    ...joined,
    lines: joined.lines.slice(0, cut),
    end: joined.lines[cut].offset,
    hasLater: true,
    isLastOpen: false,
  };
}

function join(before: LogWindow, after: LogWindow): LogWindow {
  const { end, size, isGrowing, hasLater } = after;
  const span = { start: before.start, end, size, isGrowing, hasLater };
  const last = before.lines.at(-1);
  if (!after.lines.length) return { ...before, ...span };
  if (!before.isLastOpen || !last) {
    const lines = [...before.lines, ...after.lines];
    return { ...span, lines, isLastOpen: after.isLastOpen };
  }
  const [rest, ...others] = after.lines;
  const whole = { offset: last.offset, text: last.text + rest.text };
  return {
    ...span,
    lines: [...before.lines.slice(0, -1), whole, ...others],
    isLastOpen: after.isLastOpen,
  };
}

/** Line that contains a byte of the log; undefined where it is not loaded. */
export function lineAt(
  { lines, start, end }: LogWindow,
  offset: number,
): LogLine | undefined {
  if (offset < start || offset >= end) return undefined;
  return lines.findLast(line => line.offset <= offset);
}
