import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Processes } from './processes.ts';
import type { Stack } from './stack.ts';

/** A command failed; the message has the end of its output. */
export class CommandError extends Error {
  readonly log: string;

  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/** A command that runs until it ends. */
export interface Command {
  command: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
  /** Path of the file for the complete output */
  log: string;
  /** Receives each line of the output */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
  /** For long commands: records the command, so that the next start or stop ends it after a kill of this process */
  stack?: Stack;
}

const ERROR_LINES = 20;

/**
 * Runs a command until it ends and returns its output.
 *
 * @throws CommandError if it fails
 */
export async function run(options: Command): Promise<string> {
  const { command, args, cwd, env, input, log, onLine, signal } = options;
  signal?.throwIfAborted();
  const record = options.stack && Processes.open(options.stack);
  const name = `command-${path.basename(log, '.log')}`;
  const own = record?.commandOptions(name);
  mkdirSync(path.dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  let printed = '';
  let rest = '';
  let lastLines: string[] = [];
  const onChunk = (chunk: string) => {
    writeSync(file, chunk);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lastLines = [...lastLines, ...lines].slice(-ERROR_LINES);
    if (onLine) lines.forEach(onLine);
  };
  let ending: Promise<void> | undefined;
  const child = spawn(command, args, {
    cwd,
    detached: own?.detached,
    env: { ...process.env, ...env, ...own?.env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const end = () => {
    if (record) ending = record.endCommand(name);
    else child.kill();
  };
  signal?.addEventListener('abort', end);
  try {
    if (child.pid !== undefined) record?.recordCommand(name, child.pid, log);
    child.stdout?.setEncoding('utf8').on('data', chunk => {
      printed += chunk;
      onChunk(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', onChunk);
    // If the command ends before it has read its input, its exit code reports the reason.
    child.stdin?.on('error', () => {}).end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    signal?.throwIfAborted();
    if (code !== 0) {
      const said = [...lastLines, rest].join('\n').trimEnd();
      throw new CommandError(
        `${path.basename(command)} ${args[0] ?? ''} failed with exit code ${code}\n${said}`,
        log,
      );
    }
    return printed;
  } finally {
    signal?.removeEventListener('abort', end);
    await (ending ?? record?.endCommand(name));
    closeSync(file);
  }
}
