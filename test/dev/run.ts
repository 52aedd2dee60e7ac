import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { logTail } from './processes.ts';

/** A command that ended badly, with the end of what it said. */
export class CommandError extends Error {
  readonly log: string;

  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/** A command to run to its end. */
export interface Command {
  command: string;
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
  /** Keeps all that it says */
  log: string;
  /** Also hears each line as it comes */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Runs a command to its end and gives what it printed.
 *
 * @throws CommandError when it fails
 */
export async function run(options: Command): Promise<string> {
  const { command, args, cwd, env, input, log, onLine, signal } = options;
  mkdirSync(path.dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  let printed = '';
  let rest = '';
  const hear = (chunk: string) => {
    writeSync(file, chunk);
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (onLine) lines.forEach(onLine);
  };
  try {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      signal,
    });
    child.stdout?.setEncoding('utf8').on('data', chunk => {
      printed += chunk;
      hear(chunk);
    });
    child.stderr?.setEncoding('utf8').on('data', hear);
    child.stdin?.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code !== 0) {
      const end = logTail(log);
      throw new CommandError(
        `${path.basename(command)} ${args[0] ?? ''} failed with exit code ${code}\n${end}`,
        log,
      );
    }
    return printed;
  } finally {
    closeSync(file);
  }
}
