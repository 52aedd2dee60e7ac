import { InputError } from '@backstage/errors';
import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyLocalKustomization } from './localKustomization';

const execute = promisify(execFile);

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Renders kustomizations with an installed program: kubectl, or the configured one. */
export class Kustomize {
  readonly #command: string;

  static create(command: string): Kustomize {
    return new Kustomize(command);
  }

  private constructor(command: string) {
    this.#command = command;
  }

  /** @throws Error that names the program and its configuration key, if it cannot be run */
  async check(): Promise<void> {
    await this.#run(['version', '--client']);
  }

  /**
   * Renders a kustomization to YAML.
   *
   * @param folder - folder of the kustomization, within the workspace
   * @param workspace - root of the workspace
   * @throws InputError with the program's message if the kustomization is invalid,
   * and if it refers to anything outside the workspace
   */
  async render(folder: string, workspace: string): Promise<string> {
    const copy = await mkdtemp(path.join(tmpdir(), 'fairway-kustomize-'));
    try {
      await copyLocalKustomization(folder, workspace, copy);
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
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT_BYTES,
        // No variables of the portal, because the kustomization could read them, and
        // no other programs such as git.
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
      const isExecutable = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isExecutable) return file;
    }
    throw new Error(
      `Templates cannot render kustomizations: the program '${this.#command}' is not installed. Install it, or set delivery.kustomize.command to another program.`,
    );
  }
}
