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

/** After this, a process that was killed hangs in the kernel. */
const KILL_LIMIT_MS = 10_000;

/** A user of the system, by numbers. */
export interface Account {
  uid: number;
  gid: number;
}

/** What runs as a part of a stack. */
export interface ProcessSpec {
  /** Such as `staging/kube-apiserver` */
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** As whom it runs; only root can choose */
  account?: Account;
  /** What else it reads when it starts: it is started again when that differs */
  configuration?: string;
  version: string;
  /** Where it answers */
  address?: string;
}

/** A part as it was started, and what became of it. */
export interface ProcessRecord {
  name: string;
  version: string;
  address?: string;
  pid: number;
  /** Tells the process from a later one with the same id */
  start: string;
  /** Of command line and environment */
  fingerprint: string;
  log: string;
  /** Whether it was stopped on purpose */
  isStopped: boolean;
  /** The `./dev` that waits for it to end; a part outlives the one that started it */
  command?: { of: number; start: string };
}

/** `failed`: it ended without being asked to. */
export type ProcessState = 'running' | 'stopped' | 'failed';

/** The processes of a stack, by records that outlive whoever started them. */
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

  /** Whether a part runs just so, and not as something else was or not at all. */
  isRunning(spec: ProcessSpec): boolean {
    const known = this.#read(spec.name);
    return (
      known !== undefined &&
      stateOf(known) === 'running' &&
      known.fingerprint === fingerprintOf(spec)
    );
  }

  /** Starts a part, or leaves it be when it already runs just so. */
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
        // A group of its own: what it starts ends with it, a Ctrl-C here does not reach it.
        detached: true,
      });
      if (child.pid === undefined) {
        const [error] = await once(child, 'error');
        throw error;
      }
      // At once: what is not recorded cannot be cleaned up after a kill.
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

  /** How a command is started, so that it can be recorded: in a group of its own, marked as ours. */
  commandOptions(name: string): { detached: true; env: NodeJS.ProcessEnv } {
    return { detached: true, env: { [PART_VARIABLE]: this.#file(name) } };
  }

  /** Records a command that runs to its end, in case this process does not live to see it. */
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

  /** Ends a recorded command, if it still runs, and what it started; forgets it. */
  async endCommand(name: string): Promise<void> {
    await this.stop(name);
    rmSync(this.#file(name), { force: true });
  }

  /**
   * Ends a part and what it started, also what outlived it; resolves when all is gone.
   *
   * @throws Error when it cannot be ended
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
    // Before its end, which nobody is to take for a failure.
    this.#write({ ...record, isStopped: true });
    let signal: NodeJS.Signals = 'SIGTERM';
    if (isAlive()) killGroup(record.pid, signal);
    while (isAlive()) {
      if (Date.now() > end) {
        if (signal === 'SIGKILL') {
          throw new Error(
            `${name} (process ${record.pid}) does not end, not even by SIGKILL`,
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
   * Ends what outlived parts that ended by themselves, which may hold their
   * ports, and commands whose `./dev` was killed.
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

  /** Every part that was ever started, in the order of their names. */
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

  // By renaming, so that a kill in the middle leaves the old record or the new.
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
    // It ended in the meantime.
    if (!(
      error instanceof Error &&
      'code' in error &&
      error.code === 'ESRCH'
    )) {
      throw error;
    }
  }
}

/** The last lines of a log, for an error. */
export function logTail(file: string, lines = 20): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .join('\n');
}
