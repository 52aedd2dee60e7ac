import { CommandError } from './run.ts';

/** Reports the progress of a step. */
export interface Progress {
  (done: number, total: number, note?: string): void;
}

/** One step of a command. */
export interface Step {
  title: string;
  /** Resolves with a note if there was nothing to do */
  run(progress: Progress, signal: AbortSignal): Promise<string | void>;
}

/** Combines independent steps into one that runs them in parallel. */
export function inParallel(...steps: Step[]): Step {
  return {
    title: steps.map(({ title }) => title).join(', '),
    run: async (onProgress, signal) => {
      const states = steps.map(() => ({ done: 0, total: 0 }));
      const sum = (key: 'done' | 'total') =>
        states.reduce((so, state) => so + state[key], 0);
      // A failed step aborts the others, which would continue unnoticed.
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      const runs = steps.map(async (step, index) => {
        try {
          await step.run((done, total, note) => {
            states[index] = { done, total };
            onProgress(sum('done'), sum('total'), note);
          }, either);
        } catch (error) {
          failed.abort(error);
          throw error;
        }
      });
      await Promise.allSettled(runs);
      either.throwIfAborted();
    },
  };
}

const BAR_WIDTH = 24;

/**
 * Runs steps one after another. Shows a progress bar and the time in a terminal, and
 * one line per step otherwise.
 *
 * @throws the error of the failed step, after printing its name
 */
export async function runSteps(
  steps: Step[],
  signal: AbortSignal,
  output: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  for (const step of steps) {
    signal.throwIfAborted();
    await runStep(step, signal, output);
  }
}

async function runStep(
  step: Step,
  signal: AbortSignal,
  output: NodeJS.WriteStream,
): Promise<void> {
  const startedAt = Date.now();
  let state = { done: 0, total: 0, note: '' };
  const draw = () => {
    const bar = state.total
      ? `${drawBar(state.done / state.total)} ${state.done} of ${state.total} `
      : '';
    const line = `  ${step.title}  ${bar}${state.note}  ${elapsed(startedAt)}`;
    output.write(`\r\x1b[2K${line.slice(0, (output.columns ?? 80) - 1)}`);
  };
  const timer = output.isTTY ? setInterval(draw, 200) : undefined;
  const finish = (mark: string, word: string) => {
    clearInterval(timer);
    const clear = output.isTTY ? '\r\x1b[2K' : '';
    output.write(`${clear}${mark} ${step.title}  ${word}\n`);
  };
  try {
    const skipped = await step.run((done, total, note = '') => {
      state = { done, total, note };
    }, signal);
    finish('✓', skipped ?? elapsed(startedAt));
  } catch (error) {
    finish('✗', `failed after ${elapsed(startedAt)}`);
    if (error instanceof CommandError) {
      error.message += `\nThe whole log: ${error.log}`;
    }
    throw error;
  }
}

function drawBar(share: number): string {
  const filled = Math.round(Math.min(share, 1) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
}

function elapsed(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
