import { runSteps } from '../dev/steps.ts';
import type { Progress } from '../dev/steps.ts';

/** Runs a step of a benchmark with the usual output and returns its result. */
export async function step<T>(
  title: string,
  signal: AbortSignal,
  run: (onProgress: Progress) => Promise<T>,
): Promise<T> {
  const results: T[] = [];
  await runSteps(
    [
      {
        title,
        run: async onProgress => {
          results.push(await run(onProgress));
        },
      },
    ],
    signal,
  );
  return results[0];
}
