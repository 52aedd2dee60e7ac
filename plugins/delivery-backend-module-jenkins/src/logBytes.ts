const NEWLINE = 0x0a;
/** Longer lines are split even while they grow. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * Replaces `\r\n` with `\n` in the bytes of a log. Jenkins sends `\r\n` for each `\n`
 * of its file, but counts positions in the file.
 */
export function normalizeLineEnds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n/g, '\n'), 'latin1');
}

/**
 * Returns the bytes up to the end of the last complete line. A line is split if it does
 * not fit into the part, so that a reader always makes progress.
 *
 * @param isCut - whether the bytes are a full part and the log goes on after them;
 * otherwise the last line may still grow, and is split only if it is very long
 */
export function wholeLines(bytes: Buffer, isCut: boolean): Buffer {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end > 0) return bytes.subarray(0, end);
  return isCut || bytes.length > MAX_LINE_BYTES
    ? wholeCharacters(bytes)
    : bytes.subarray(0, 0);
}

/**
 * Returns the number of bytes before the second line of a part, the first of which may
 * be incomplete; 0 if the part has only one line.
 */
export function partialLineLength(bytes: Buffer): number {
  const length = bytes.indexOf(NEWLINE) + 1;
  return length < bytes.length ? length : 0;
}

/** Removes an incomplete UTF-8 character from the end. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    const isFirst = byte >= 0xc0;
    if (isFirst) {
      return characterLength(byte) > back ? bytes.subarray(0, -back) : bytes;
    }
    const isOnly = byte < 0x80;
    if (isOnly) return bytes;
  }
  return bytes;
}

function characterLength(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}

/** End of a part of a log. */
export interface PartEnd {
  /** Number of bytes of the received text */
  length: number;
  /** Position in Jenkins' file */
  end: number;
}

/**
 * Finds the end of a part in Jenkins' file. The file is longer than the text that
 * Jenkins sends, because hidden annotations (`ESC[8mha:...`, in nearly every line of a
 * Pipeline) are removed. So the position cannot be computed from the length. Instead,
 * the text that Jenkins sends from an estimated position is searched in the received
 * text.
 *
 * @see https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/hudson/console/AnnotatedLargeText.java
 * @param received - text from `start` on, longer than the part
 * @param length - length of the part, which ends with a complete line
 * @param probe - text from `start + length` on: the continuation of the part if it has
 * no hidden annotations, otherwise text from within the part
 */
export function findPartEnd(
  received: Buffer,
  start: number,
  length: number,
  probe: Buffer,
): PartEnd {
  const end = start + length;
  const next = received.subarray(length);
  const compared = Math.min(next.length, probe.length);
  if (next.subarray(0, compared).equals(probe.subarray(0, compared))) {
    return { length, end };
  }
  const partial = partialLineLength(probe);
  const lines = probe.subarray(partial, partial + 512);
  const found = partial && lines.length ? received.lastIndexOf(lines) : -1;
  return found > 0 ? { length: found, end: end + partial } : { length, end };
}
