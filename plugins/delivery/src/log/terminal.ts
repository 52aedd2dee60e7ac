/** A longer line is cut where it is shown: a browser cannot lay it out. */
const MAX_LINE = 10_000;

const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Notes that Jenkins hides in its logs for itself. */
const JENKINS_NOTE = new RegExp(`${ESCAPE}\\[8mha:.*?${ESCAPE}\\[0m`, 'g');
/** What moves a cursor, clears a line or names a window; all but colours. */
const CONTROL = new RegExp(
  `${ESCAPE}\\[[0-9;?]*[A-HJKSTfhilnsu]|${ESCAPE}\\].*?(?:${BELL}|${ESCAPE}\\\\)`,
  'g',
);
const COLOR = new RegExp(`${ESCAPE}\\[[0-9;:]*m`, 'g');
/** As Jenkins' Timestamper writes it, and as many tools do. */
const TIMESTAMP =
  /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d+)?)\]?\s+/;

/** A line as a terminal would leave it, its colours still in it. */
export function settledLine(text: string): string {
  const visible = text.replace(JENKINS_NOTE, '').replace(CONTROL, '');
  // Progress bars write over themselves.
  const written = visible.slice(visible.lastIndexOf('\r') + 1);
  return written.length > MAX_LINE
    ? `${written.slice(0, MAX_LINE)} …`
    : written;
}

/** A line without its colours: what is searched in, and copied. */
export function plainLine(text: string): string {
  return settledLine(text).replace(COLOR, '');
}

/** The time that a line begins with, apart from the rest. */
export function splitTimestamp(text: string): {
  time?: string;
  rest: string;
} {
  const found = TIMESTAMP.exec(text);
  if (!found) return { rest: text };
  return { time: found[1], rest: text.slice(found[0].length) };
}

/** The time of day of a timestamp, as it is written. */
export function timeOfDay(time: string): string {
  return /\d\d:\d\d:\d\d/.exec(time)?.[0] ?? time;
}
