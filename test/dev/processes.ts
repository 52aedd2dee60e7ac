import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PART_VARIABLE, leftovers } from './leftovers.ts';
import { startOfProcess } from './processIdentity.ts';
import type { Stack } from './stack.ts';

/** A process that still exists this long after SIGKILL hangs in the kernel. */
const KILL_LIMIT_MS = 10_000;

/** Numeric ids of a user and its group. */
export interface Account {
  uid: number;
  gid: number;
}

/** Command of a part of a stack. */
export interface ProcessSpec {
  /** Name of the part, such as `staging/kube-apiserver` */
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** User that runs it; needs root */
  account?: Account;
  /** Content of other inputs, such as files; the part is restarted if it differs */
  configuration?: string;
  version: string;
  /** URL at which it answers */
  address?: string;
}

/** Record of a started part and its state. */
export interface ProcessRecord {
  name: string;
  version: string;
  address?: string;
  pid: number;
  /** Distinguishes the process from a later one with the same id */
  start: string;
  /** Hash of command line and environment */
  fingerprint: string;
  log: string;
  /** Whether `./dev stop` stopped it */
  isStopped: boolean;
  /** Process of the `./dev` that waits for it to end; undefined for a part that outlives its `./dev` */
  command?: { of: number; start: string };
}

/** `failed`: the part ended unexpectedly. */
export type ProcessState = 'running' | 'stopped' | 'failed';

/** The processes of a stack. Their records are files, which outlive the process that started them. */
export class Processes {
  readonly #records: string;
  readonly #logs: string;

  static open(stack: Stack): Processes {
    return new Processes(stack);
  }

  private constructor(stack: Stack) {
    this.#records = path.join(stack.dir, 'processes');
    this.#logs = path.join(stack.dir, 'logs');
  }

  /** Whether a part runs with exactly this command. */
  isRunning(spec: ProcessSpec): boolean {
    const known = this.#read(spec.name);
    return (
      known !== undefined &&
      stateOf(known) === 'running' &&
      known.fingerprint === fingerprintOf(spec)
    );
  }

  /** Starts a part, unless it already runs with exactly this command. */
  async start(spec: ProcessSpec): Promise<void> {
    if (this.isRunning(spec)) return;
    await this.stop(spec.name);
    mkdirSync(this.#records, { recursive: true });
    mkdirSync(this.#logs, { recursive: true });
    const log = path.join(this.#logs, `${fileName(spec.name)}.log`);
    const output = openSync(log, 'w');
    try {
      const child = spawn(spec.command, spec.args, {
        cwd: spec.cwd,
        ...spec.account,
        env: {
          ...process.env,
          ...spec.env,
          [PART_VARIABLE]: this.#file(spec.name),
        },
        stdio: ['ignore', output, output],
        // A process group of its own: child processes end with it, and Ctrl-C does not reach it.
        detached: true,
      });
      if (child.pid === undefined) {
        const [error] = await once(child, 'error');
        throw error;
      }
      // Record it at once: after a kill, only recorded processes are cleaned up.
      this.#write({
        name: spec.name,
        version: spec.version,
        address: spec.address,
        pid: child.pid,
        start: startOfProcess(child.pid) ?? '',
        fingerprint: fingerprintOf(spec),
        log,
        isStopped: false,
      });
      child.unref();
    } finally {
      closeSync(output);
    }
  }

  /** Spawn options of a recorded command: its own process group, and an environment variable that marks it. */
  commandOptions(name: string): { detached: true; env: NodeJS.ProcessEnv } {
    return { detached: true, env: { [PART_VARIABLE]: this.#file(name) } };
  }

  /** Records a running command, so that it can be ended if this process is killed. */
  recordCommand(name: string, pid: number, log: string): void {
    this.#write({
      name,
      version: '',
      pid,
      start: startOfProcess(pid) ?? '',
      fingerprint: '',
      log,
      isStopped: false,
      command: {
        of: process.pid,
        start: startOfProcess(process.pid) ?? '',
      },
    });
  }

  /** Ends a recorded command with its child processes, if it still runs, and deletes its record. */
  async endCommand(name: string): Promise<void> {
    await this.stop(name);
    rmSync(this.#file(name), { force: true });
  }

  /**
   * Ends a part and its child processes, including those that outlived it; resolves when all have ended.
   *
   * @throws Error if it cannot be ended
   */
  async stop(
    name: string,
    { timeoutMs = 10_000 }: { timeoutMs?: number } = {},
  ): Promise<void> {
    const record = this.#read(name);
    if (!record) return;
    let end = Date.now() + timeoutMs;
    const isAlive = () =>
      stateOf(record) === 'running' ||
      leftovers(record.pid, this.#file(name)).length > 0;
    // Recorded before it ends, so that the end does not count as a failure.
    this.#write({ ...record, isStopped: true });
    let signal: NodeJS.Signals = 'SIGTERM';
    if (isAlive()) killGroup(record.pid, signal);
    while (isAlive()) {
      if (Date.now() > end) {
        if (signal === 'SIGKILL') {
          throw new Error(
            `${name} (process ${record.pid}) does not end after SIGKILL`,
          );
        }
        signal = 'SIGKILL';
        end = Date.now() + KILL_LIMIT_MS;
        killGroup(record.pid, signal);
      }
      await sleep(25);
    }
  }

  /**
   * Ends child processes of parts that ended, which may still use their ports, and
   * commands whose `./dev` was killed.
   */
  async endLeftovers(): Promise<void> {
    const failed = this.list().filter(({ state }) => state === 'failed');
    const abandoned = this.#all().filter(
      ({ command }) => command && startOfProcess(command.of) !== command.start,
    );
    await Promise.all([
      ...failed.map(({ name }) => this.stop(name)),
      ...abandoned.map(({ name }) => this.endCommand(name)),
    ]);
  }

  state(name: string): ProcessState {
    const record = this.#read(name);
    return record ? stateOf(record) : 'stopped';
  }

  /** Every part that was started at any time, ordered by name. */
  list(): (ProcessRecord & { state: ProcessState })[] {
    return this.#all()
      .filter(({ command }) => !command)
      .map(record => ({ ...record, state: stateOf(record) }));
  }

  log(name: string): string {
    return path.join(this.#logs, `${fileName(name)}.log`);
  }

  #all(): ProcessRecord[] {
    if (!existsSync(this.#records)) return [];
    return readdirSync(this.#records)
      .filter(file => file.endsWith('.json'))
      .sort()
      .flatMap(file => this.#read(file.slice(0, -'.json'.length)) ?? []);
  }

  #read(name: string): ProcessRecord | undefined {
    try {
      return JSON.parse(readFileSync(this.#file(name), 'utf8'));
    } catch {
      return undefined;
    }
  }

  // Rename is atomic: after a kill, the old or the new record exists.
  #write(record: ProcessRecord): void {
    const file = this.#file(record.name);
    mkdirSync(this.#records, { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(record, undefined, 2));
    renameSync(`${file}.new`, file);
  }

  #file(name: string): string {
    return path.join(this.#records, `${fileName(name)}.json`);
  }
}

function fingerprintOf(spec: ProcessSpec): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        spec.command,
        spec.args,
        spec.env,
        spec.cwd,
        ...(spec.configuration === undefined ? [] : [spec.configuration]),
      ]),
    )
    .digest('hex');
}

function fileName(name: string): string {
  return name.replaceAll('/', '-');
}

function stateOf(record: ProcessRecord): ProcessState {
  const start = startOfProcess(record.pid);
  if (start !== undefined && start === record.start) return 'running';
  return record.isStopped ? 'stopped' : 'failed';
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The process ended in the meantime.
    if (!(
      error instanceof Error &&
      'code' in error &&
      error.code === 'ESRCH'
    )) {
      throw error;
    }
  }
}

/** The last lines of a log, for an error message. */
export function logTail(file: string, lines = 20): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .join('\n');
}
