import type { LogPart } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';

const NEWLINE = 0x0a;
/** A line that is longer is cut. */
const MAX_LINE_BYTES = 64 * 1024;

/** What part of a log is asked for. */
export interface LogRequest {
  /** From this byte on; the last part where it is not given */
  start?: number;
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * A part of a log that ends with a whole line, of which no more is read than
 * asked for, however long the log is.
 *
 * @see https://github.com/jenkinsci/stapler/blob/master/core/src/main/java/org/kohsuke/stapler/framework/io/LargeText.java
 */
export async function readLog(
  client: JenkinsClient,
  ref: RunRef,
  { start, maxBytes, signal }: LogRequest,
): Promise<LogPart> {
  if (start === undefined) {
    const { size } = await readFrom(client, ref, 0, 0, signal);
    const tail = Math.max(0, size - maxBytes);
    const part = await readFrom(client, ref, tail, maxBytes, signal);
    return cut(part, tail, tail > 0);
  }
  const part = await readFrom(client, ref, start, maxBytes, signal);
  // A start past the end begins anew, which is not what was asked for.
  if (start > part.size) {
    return {
      text: '',
      start: part.size,
      end: part.size,
      size: part.size,
      isGrowing: part.isGrowing,
    };
  }
  return cut(part, start, false);
}

interface RawPart {
  bytes: Buffer;
  size: number;
  isGrowing: boolean;
  /** Whether the log went on behind it */
  hasMore: boolean;
}

async function readFrom(
  client: JenkinsClient,
  ref: RunRef,
  start: number,
  maxBytes: number,
  signal: AbortSignal,
): Promise<RawPart> {
  const response = await client.open({
    path: `${runPath(ref)}/logText/progressiveText`,
    query: { start: String(start) },
    signal,
    what: `log of '${ref.fullName}' #${ref.number}`,
  });
  const size = Number(response.headers.get('x-text-size') ?? 0);
  const isGrowing = response.headers.get('x-more-data') === 'true';
  const wanted = start > size ? 0 : maxBytes;
  const chunks: Uint8Array[] = [];
  let read = 0;
  const reader = response.body?.getReader();
  while (reader && read < wanted) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    read += value.length;
  }
  await reader?.cancel();
  const bytes = Buffer.concat(chunks).subarray(0, wanted);
  const hasMore = start + bytes.length < size;
  return { bytes, size, isGrowing, hasMore };
}

/** Whole lines only, so that no character is cut; a tail begins with a whole one too. */
function cut(
  { bytes, size, isGrowing, hasMore }: RawPart,
  start: number,
  isTail: boolean,
): LogPart {
  const first = isTail ? bytes.indexOf(NEWLINE) + 1 : 0;
  const lastNewline = bytes.lastIndexOf(NEWLINE) + 1;
  const isWhole = !hasMore && !isGrowing;
  const isOneLongLine =
    lastNewline <= first && bytes.length - first > MAX_LINE_BYTES;
  const last =
    isWhole || isOneLongLine ? bytes.length : Math.max(lastNewline, first);
  return {
    text: bytes.subarray(first, last).toString('utf8'),
    start: start + first,
    end: start + last,
    size: Math.max(size, start + last),
    isGrowing,
  };
}
