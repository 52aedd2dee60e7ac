import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A program of this folder in a separate process, so that it does not slow down the measurement. */
export class Child {
  readonly #process: ChildProcess;
  readonly #program: string;

  /** @param options - the signal stops it */
  static start(
    program: string,
    options: { args?: string[]; signal: AbortSignal },
  ): Child {
    return new Child(program, options);
  }

  private constructor(
    program: string,
    { args = [], signal }: Parameters<typeof Child.start>[1],
  ) {
    this.#program = program;
    this.#process = fork(path.join(import.meta.dirname, program), args, {
      signal,
      // Standard output is for the figures only.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    // The signal stopped it; later calls reject.
    this.#process.on('error', () => {});
  }

  /**
   * Sends a message and returns the next message of the program.
   *
   * @throws Error if the program ends instead
   */
  async ask<T>(question?: object): Promise<T> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) =>
        reject(new Error(`${this.#program} ended with ${code}`));
      if (this.#isGone()) {
        onExit(this.#process.exitCode);
        return;
      }
      this.#process.once('exit', onExit);
      this.#process.once('message', said => {
        this.#process.off('exit', onExit);
        resolve(said as T);
      });
      if (question) this.#process.send(question);
    });
  }

  async stop(): Promise<void> {
    if (this.#isGone()) return;
    const isGone = once(this.#process, 'exit');
    this.#process.kill();
    await isGone;
  }

  #isGone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}
