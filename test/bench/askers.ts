/* Asks a portal at an even rate, whether it keeps up or not, in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { portalRequest } from './portalRequest.ts';

/** For the answers to what was asked last. */
const GRACE_MS = 10_000;
const TICK_MS = 2;

/** What this process is told. */
export interface Asking {
  token: string;
  /** Asked in turn */
  questions: { url: string; body?: object }[];
  perSecond: number;
  seconds: number;
}

/** How long the answers took. */
export interface Answered {
  /**
   * Of each question, from when it was due to the last byte of its answer; of
   * one that was not answered, to when it was given up
   */
  milliseconds: number[];
  /** Answers that were no success */
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
