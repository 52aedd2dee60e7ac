import type { LogPart } from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';
import {
  brokenLineLength,
  cutAt,
  wholeLines,
  withPlainLineEnds,
} from './logBytes';

/** Enough lines to know a place in a log again. */
const PROBE_BYTES = 2_048;

/** What part of a log is asked for. */
export interface LogRequest {
  /** From this byte on; the last part where it is not given */
  start?: number;
  maxBytes: number;
  signal: AbortSignal;
}

/** A log from a position on, as far as it was read. */
interface Sent {
  bytes: Buffer;
  /** Whether that is all there is now */
  isWhole: boolean;
  /** Position after the last byte that there is */
  size: number;
  isGrowing: boolean;
}

type Send = (from: number, most: number) => Promise<Sent>;

/**
 * A part of a log that ends with a whole line, of which little more is read than
 * asked for, however long the log is: Jenkins sends all from a position to the end.
 *
 * @see https://github.com/jenkinsci/stapler/blob/master/core/src/main/java/org/kohsuke/stapler/framework/io/LargeText.java
 */
export async function readLog(
  client: JenkinsClient,
  ref: RunRef,
  { start, maxBytes, signal }: LogRequest,
): Promise<LogPart> {
  const send: Send = (from, most) => sendFrom(client, ref, from, most, signal);
  if (start !== undefined) return partFrom(send, start, maxBytes);
  const { size } = await send(0, 0);
  const tail = Math.max(0, size - maxBytes);
  const part = await partFrom(send, tail, maxBytes);
  if (tail === 0) return part;
  const bytes = Buffer.from(part.text);
  const broken = brokenLineLength(bytes);
  return {
    ...part,
    text: bytes.subarray(broken).toString('utf8'),
    start: part.start + broken,
  };
}

async function partFrom(
  send: Send,
  start: number,
  maxBytes: number,
): Promise<LogPart> {
  // With `\r\n` for `\n`, a log of empty lines is twice as long
  const sent = await send(start, 2 * maxBytes + PROBE_BYTES);
  const { size, isGrowing } = sent;
  // A start past the end begins anew, which is not what was asked for
  if (start > size) {
    return { text: '', start: size, end: size, size, isGrowing };
  }
  const bytes = withPlainLineEnds(sent.bytes);
  const isAll = sent.isWhole && bytes.length <= maxBytes;
  if (isAll) {
    const whole = isGrowing ? wholeLines(bytes) : bytes;
    const end = size - (bytes.length - whole.length);
    return { text: whole.toString('utf8'), start, end, size, isGrowing };
  }
  const { length } = wholeLines(bytes.subarray(0, maxBytes));
  const probe = await send(start + length, PROBE_BYTES);
  const cut = cutAt(bytes, start, length, withPlainLineEnds(probe.bytes));
  return {
    text: bytes.subarray(0, cut.length).toString('utf8'),
    start,
    end: cut.end,
    size,
    isGrowing,
  };
}

async function sendFrom(
  client: JenkinsClient,
  ref: RunRef,
  from: number,
  most: number,
  signal: AbortSignal,
): Promise<Sent> {
  const ask = {
    path: `${runPath(ref)}/logText/progressiveText`,
    query: { start: String(from) },
    signal,
    what: `log of '${ref.fullName}' #${ref.number}`,
  };
  return client.read(ask, response => beginning(response, from, most));
}

async function beginning(
  response: Response,
  from: number,
  most: number,
): Promise<Sent> {
  const size = Number(response.headers.get('x-text-size') ?? 0);
  const isGrowing = response.headers.get('x-more-data') === 'true';
  const wanted = from > size ? 0 : most;
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
  // Cancelling closes the connection: the rest is not sent
  await reader?.cancel();
  return {
    bytes: Buffer.concat(chunks).subarray(0, wanted),
    isWhole: isWhole || !reader,
    size,
    isGrowing,
  };
}
