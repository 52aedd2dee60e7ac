import { InputError } from '@backstage/errors';
import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyLocal } from './localKustomization';

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
    const copy = await mkdtemp(path.join(tmpdir(), 'fairway-kustomize-'));
    try {
      await copyLocal(folder, workspace, copy);
      const at = path.join(copy, path.relative(workspace, folder));
      return await this.#run(['kustomize', at]).catch(error => {
        throw new InputError(error.message.replaceAll(`${copy}/`, ''));
      });
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }

  async #run(args: string[]): Promise<string> {
    const program = await this.#program();
    try {
      const { stdout } = await execute(program, args, {
        timeout: LIMIT_MS,
        maxBuffer: MAX_BYTES,
        // Nothing of the portal's own, which what is rendered could ask for, and
        // no program besides, such as git.
        env: { PATH: '/nonexistent' },
      });
      return stdout;
    } catch (error) {
      const { stderr, message } = error as Error & { stderr?: string };
      throw new InputError(stderr?.trim() || message);
    }
  }

  async #program(): Promise<string> {
    const folders = this.#command.includes(path.sep)
      ? ['']
      : (process.env.PATH ?? '').split(path.delimiter);
    for (const folder of folders) {
      const file = path.resolve(folder, this.#command);
      const isThere = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
    throw new Error(
      `'${this.#command}' renders kustomizations for templates and is not there; install it, or name another as delivery.kustomize.command`,
    );
  }
}
