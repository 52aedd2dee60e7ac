import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A program of this folder in a process of its own, so that it does not slow down what measures. */
export class Child {
  readonly #process: ChildProcess;
  readonly #program: string;

  static start(program: string, args: string[] = []): Child {
    return new Child(program, args);
  }

  private constructor(program: string, args: string[]) {
    this.#program = program;
    this.#process = fork(path.join(import.meta.dirname, program), args, {
      // Standard output is for the figures alone.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
  }

  /**
   * Says something, and gives the next thing that the program says.
   *
   * @throws Error when it ends instead
   */
  async ask<T>(question?: object): Promise<T> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null) =>
        reject(new Error(`${this.#program} ended with ${code}`));
      this.#process.once('exit', onExit);
      this.#process.once('message', said => {
        this.#process.off('exit', onExit);
        resolve(said as T);
      });
      if (question) this.#process.send(question);
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode) return;
    const isGone = once(this.#process, 'exit');
    this.#process.kill();
    await isGone;
  }
}
