import { InputError } from '@backstage/errors';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkLocal } from './localKustomization';

const execute = promisify(execFile);

const LIMIT_MS = 60_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Renders overlays by a program that is there: kubectl, or what configuration names. */
export class Kustomize {
  readonly #command: string;

  static create(command: string): Kustomize {
    return new Kustomize(command);
  }

  private constructor(command: string) {
    this.#command = command;
  }

  /** @throws Error that names the program and the configuration, when it cannot be run */
  async check(): Promise<void> {
    await this.#run(['version', '--client']);
  }

  /**
   * @throws InputError in the program's own words, when the overlay is wrong, or
   * where it names what is not in the workspace
   */
  async render(folder: string, workspace: string): Promise<string> {
    await checkLocal(folder, workspace);
    return this.#run(['kustomize', folder]);
  }

  async #run(args: string[]): Promise<string> {
    try {
      const { stdout } = await execute(this.#command, args, {
        timeout: LIMIT_MS,
        maxBuffer: MAX_BYTES,
        // Nothing of the portal's own, which what is rendered could ask for.
        env: { PATH: process.env.PATH },
      });
      return stdout;
    } catch (error) {
      const { code, stderr, message } = error as Error & {
        code?: unknown;
        stderr?: string;
      };
      throw code === 'ENOENT'
        ? new Error(
            `'${this.#command}' renders kustomizations for templates and is not there; install it, or name another as delivery.kustomize.command`,
          )
        : new InputError(stderr?.trim() || message);
    }
  }
}
