const NEWLINE = 0x0a;
/** A line that is longer is cut. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * The bytes of a log with plain line ends. Jenkins sends `\r\n` where its file
 * has `\n`, and counts positions in its file.
 */
export function withPlainLineEnds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r\n/g, '\n'), 'latin1');
}

/** Bytes up to the end of the last whole line; of a line that is too long, those there are. */
export function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end > 0) return bytes.subarray(0, end);
  return bytes.length > MAX_LINE_BYTES
    ? wholeCharacters(bytes)
    : bytes.subarray(0, 0);
}

/** How many bytes come before the first line that is whole; 0 where there is none. */
export function brokenLineLength(bytes: Buffer): number {
  return bytes.indexOf(NEWLINE) + 1;
}

/** Bytes without the beginning of a character of UTF-8 whose rest is not there. */
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

/** Where a part of a log ends. */
export interface Cut {
  /** Bytes of the text that was received */
  length: number;
  /** The position in Jenkins' file */
  end: number;
}

/**
 * Finds where a part ends in Jenkins' file, which is longer than what is sent of
 * it: hidden annotations (`ESC[8mha:...`, a link in nearly each line of a
 * Pipeline's own) are left out, so a position cannot be counted. What is sent
 * from a position on tells where it is.
 *
 * @see https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/hudson/console/AnnotatedLargeText.java
 * @param received - what was sent from `start` on, more than the part
 * @param length - of the part, which ends with a whole line
 * @param probe - what was sent from `start + length` on: that part's continuation
 * where nothing was hidden in it, else something earlier
 */
export function cutAt(
  received: Buffer,
  start: number,
  length: number,
  probe: Buffer,
): Cut {
  const end = start + length;
  const next = received.subarray(length);
  const compared = Math.min(next.length, probe.length);
  if (next.subarray(0, compared).equals(probe.subarray(0, compared))) {
    return { length, end };
  }
  const broken = brokenLineLength(probe);
  const lines = probe.subarray(broken, broken + 512);
  const found = broken && lines.length ? received.lastIndexOf(lines) : -1;
  return found > 0 ? { length: found, end: end + broken } : { length, end };
}
