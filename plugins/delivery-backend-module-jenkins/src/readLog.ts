import type { LogPart } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import {
  partialLineLength,
  findPartEnd,
  wholeLines,
  normalizeLineEnds,
} from './logBytes';

/** Number of bytes that are enough to find a position in a log again. */
const PROBE_BYTES = 2_048;

/** Request for a part of a log. */
export interface LogRequest {
  /** First byte; without it, the end of the log is read */
  start?: number;
  maxBytes: number;
  signal: AbortSignal;
}

/** Bytes of a log from a position on. */
interface LogChunk {
  bytes: Buffer;
  /** Whether the bytes reach the current end of the log */
  isWhole: boolean;
  /** Current size of the log */
  size: number;
  isGrowing: boolean;
}

type ReadChunk = (from: number, maxBytes: number) => Promise<LogChunk>;

/**
 * Reads a part of a log that ends with a complete line. Jenkins sends everything from
 * a position to the end, so the connection is closed as soon as the part is complete.
 *
 * @see https://github.com/jenkinsci/stapler/blob/master/core/src/main/java/org/kohsuke/stapler/framework/io/LargeText.java
 */
export async function readLog(
  client: JenkinsClient,
  ref: RunRef,
  { start, maxBytes, signal }: LogRequest,
): Promise<LogPart> {
  const readChunk: ReadChunk = (from, limit) =>
    requestChunk(client, ref, from, limit, signal);
  if (start !== undefined) return readPart(readChunk, start, maxBytes);
  const { size } = await readChunk(0, 0);
  const tail = Math.max(0, size - maxBytes);
  const part = await readPart(readChunk, tail, maxBytes);
  if (tail === 0) return part;
  const bytes = Buffer.from(part.text);
  const partial = partialLineLength(bytes);
  return {
    ...part,
    text: bytes.subarray(partial).toString('utf8'),
    start: part.start + partial,
  };
}

async function readPart(
  readChunk: ReadChunk,
  start: number,
  maxBytes: number,
): Promise<LogPart> {
  // With `\r\n` for `\n`, a log of empty lines is twice as long
  const chunk = await readChunk(start, 2 * maxBytes + PROBE_BYTES);
  const { size, isGrowing } = chunk;
  // For a start beyond the end, Jenkins sends the log from the beginning
  if (start > size) {
    return { text: '', start: size, end: size, size, isGrowing };
  }
  const bytes = normalizeLineEnds(chunk.bytes);
  const isAll = chunk.isWhole && bytes.length <= maxBytes;
  if (isAll) {
    const whole = isGrowing ? wholeLines(bytes, false) : bytes;
    const end = size - (bytes.length - whole.length);
    return { text: whole.toString('utf8'), start, end, size, isGrowing };
  }
  const { length } = wholeLines(bytes.subarray(0, maxBytes), true);
  const probe = await readChunk(start + length, PROBE_BYTES);
  const cut = findPartEnd(bytes, start, length, normalizeLineEnds(probe.bytes));
  return {
    text: bytes.subarray(0, cut.length).toString('utf8'),
    start,
    end: cut.end,
    size,
    isGrowing,
  };
}

async function requestChunk(
  client: JenkinsClient,
  ref: RunRef,
  from: number,
  maxBytes: number,
  signal: AbortSignal,
): Promise<LogChunk> {
  const request = {
    path: `${runPath(ref)}/logText/progressiveText`,
    query: { start: String(from) },
    signal,
    target: runName(ref, 'log'),
  };
  return client.read(request, response =>
    readChunkOf(response, from, maxBytes),
  );
}

async function readChunkOf(
  response: Response,
  from: number,
  maxBytes: number,
): Promise<LogChunk> {
  const size = Number(response.headers.get('x-text-size') ?? 0);
  const isGrowing = response.headers.get('x-more-data') === 'true';
  const wanted = from > size ? 0 : maxBytes;
  const chunks: Uint8Array[] = [];
  let read = 0;
  let isWhole = false;
  const reader = response.body?.getReader();
  while (reader && read < wanted && !isWhole) {
    const { done, value } = await reader.read();
    isWhole = done;
    chunks.push(value ?? new Uint8Array());
    read += value?.length ?? 0;
  }
  // Cancelling closes the connection, so that Jenkins does not send the rest
  await reader?.cancel();
  return {
    bytes: Buffer.concat(chunks).subarray(0, wanted),
    isWhole: isWhole || !reader,
    size,
    isGrowing,
  };
}
