/** Length at which a displayed line is cut; browsers cannot lay out longer ones. */
const MAX_LINE = 10_000;

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/**
 * Console notes of Jenkins, which are not for readers. A note is Base64. It contains no
 * escape, so that the search for its end stops at the next sequence: it stays linear.
 */
const JENKINS_NOTE = new RegExp(
  `${ESCAPE}\\[8mha:[^${ESCAPE}]*${ESCAPE}\\[0m`,
  'g',
);
/**
 * Control sequences except colours: cursor movement, erasing, window titles. A title ends
 * with a bell or the sequence `ESC \`, and contains neither a bell nor an escape.
 */
const CONTROL = new RegExp(
  `${ESCAPE}\\[[0-9;?]*[A-HJKSTfhilnsu]|${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)`,
  'g',
);
const COLOR = new RegExp(`${ESCAPE}\\[[0-9;:]*m`, 'g');
/** Timestamps of Jenkins' Timestamper and of many tools. */
const TIMESTAMP =
  /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d+)?)\]?\s+/;

/** Line as a terminal displays it, with its colour sequences. */
export function visibleText(text: string): string {
  const visible = text.replace(JENKINS_NOTE, '').replace(CONTROL, '');
  // Progress bars overwrite the line.
  const written = visible.slice(visible.lastIndexOf('\r') + 1);
  return written.length > MAX_LINE
    ? `${written.slice(0, MAX_LINE)} …`
    : written;
}

/** Line as a terminal displays it, without colours. */
export function plainText(text: string): string {
  return visibleText(text).replace(COLOR, '');
}

/** Splits a line into its leading timestamp and the rest. */
export function splitTimestamp(text: string): {
  time?: string;
  rest: string;
} {
  const found = TIMESTAMP.exec(text);
  if (!found) return { rest: text };
  return { time: found[1], rest: text.slice(found[0].length) };
}

/** Time of day of a timestamp, unchanged. */
export function timeOfDay(time: string): string {
  return /\d\d:\d\d:\d\d/.exec(time)?.[0] ?? time;
}
