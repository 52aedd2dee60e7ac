/* Sends requests to a portal at a fixed rate, independent of its answers, in a separate process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { portalRequest } from './portalRequest.ts';

/** Wait for the answers to the last requests. */
const GRACE_MS = 10_000;
const TICK_MS = 2;

/** Options of this process. */
export interface Asking {
  token: string;
  /** Paths, requested in turn */
  questions: { url: string; body?: object }[];
  perSecond: number;
  seconds: number;
}

/** Answer times. */
export interface Answered {
  /**
   * Time of each request from its schedule to the last byte of its answer; without an
   * answer, to the timeout
   */
  milliseconds: number[];
  /** Number of error answers */
  failed: number;
  unanswered: number;
}

process.once('message', async (asking: Asking) => {
  process.send?.(await askAll(asking));
});
process.on('disconnect', () => process.exit());

async function askAll({
  token,
  questions,
  perSecond,
  seconds,
}: Asking): Promise<Answered> {
  const all = perSecond * seconds;
  const waiting = new Set<number>();
  const milliseconds: number[] = [];
  let failed = 0;
  const startedAt = performance.now();
  const dueAt = (number: number) => startedAt + (number * 1_000) / perSecond;
  const ask = async (number: number) => {
    const { url, body } = questions[number % questions.length];
    waiting.add(number);
    try {
      await text(await portalRequest(url, token, { body }));
    } catch {
      failed += 1;
    }
    waiting.delete(number);
    milliseconds.push(performance.now() - dueAt(number));
  };
  for (let asked = 0; asked < all; await sleep(TICK_MS)) {
    for (; asked < all && dueAt(asked) <= performance.now(); asked += 1) {
      ask(asked);
    }
  }
  const end = performance.now() + GRACE_MS;
  while (waiting.size && performance.now() < end) await sleep(TICK_MS);
  const now = performance.now();
  return {
    milliseconds: [
      ...milliseconds,
      ...[...waiting].map(number => now - dueAt(number)),
    ],
    failed,
    unanswered: waiting.size,
  };
}
