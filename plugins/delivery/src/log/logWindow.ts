import type { LogPart } from '@fairway/backstage-plugin-delivery-common';

/** More of a log is not held at once, however long it is. */
const MAX_WINDOW_BYTES = 4 * 1024 * 1024;

/** One line of a log. */
export interface LogLine {
  /** Where it begins, in bytes of the whole log */
  at: number;
  /** Without its end */
  text: string;
}

/** The part of a log that a page holds: one piece without gaps. */
export interface LogWindow {
  lines: LogLine[];
  /** Where it begins, in bytes of the whole log */
  start: number;
  /** Where it ends */
  end: number;
  /** Bytes that there were when the log was last asked for */
  size: number;
  /** Whether more may come at the end of the log */
  isGrowing: boolean;
  /** Whether there is more behind it, which only waits to be asked for */
  hasLater: boolean;
  /** Whether the end of the last line is not held */
  isLastOpen: boolean;
}

/** While a log grows, its last line is held back until it is whole. */
const HELD_BACK_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** A window on one part. */
export function openWindow(part: LogPart): LogWindow {
  const { text, start, end, size, isGrowing } = part;
  const texts = text.split('\n');
  const isLastOpen = texts.at(-1) !== '';
  if (!isLastOpen) texts.pop();
  let at = start;
  const lines = texts.map(each => {
    const line = { at, text: each.replace(/\r$/, '') };
    at += encoder.encode(each).length + 1;
    return line;
  });
  const hasLater = size - end > (isGrowing ? HELD_BACK_BYTES : 0);
  return { lines, start, end, size, isGrowing, hasLater, isLastOpen };
}

/** The window with what follows it; the oldest lines give way to it. */
export function withLater(
  window: LogWindow,
  part: LogPart,
  maxBytes = MAX_WINDOW_BYTES,
): LogWindow {
  const later = openWindow(part);
  // A log that begins anew: there is nothing that it could follow.
  if (later.start !== window.end) return later;
  const joined = join(window, later);
  const first = joined.lines.findIndex(({ at }) => joined.end - at <= maxBytes);
  if (first <= 0) return joined;
  const lines = joined.lines.slice(first);
  return { ...joined, lines, start: lines[0].at };
}

/** The window with what comes before it; the newest lines give way to it. */
export function withEarlier(
  window: LogWindow,
  part: LogPart,
  maxBytes = MAX_WINDOW_BYTES,
): LogWindow {
  const earlier = openWindow(part);
  if (earlier.end !== window.start) return window;
  const { size } = earlier;
  const joined = { ...join(earlier, window), size };
  const cut = joined.lines.findIndex(({ at }) => at - joined.start > maxBytes);
  if (cut < 0) return joined;
  return {
    ...joined,
    lines: joined.lines.slice(0, cut),
    end: joined.lines[cut].at,
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
  const whole = { at: last.at, text: last.text + rest.text };
  return {
    ...span,
    lines: [...before.lines.slice(0, -1), whole, ...others],
    isLastOpen: after.isLastOpen,
  };
}

/** The line that holds a byte of the log; undefined where it is not held. */
export function lineAt(
  { lines, start, end }: LogWindow,
  at: number,
): LogLine | undefined {
  if (at < start || at >= end) return undefined;
  return lines.findLast(line => line.at <= at);
}
