import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';

/** Longest CPU time in ms for which an input may block the event loop. */
const MAX_BLOCK_MS = 200;

/** Parsers of text from outside; each is bundled alone. */
const PARSERS = [
  'plugins/delivery-backend/src/actions/apply/parseManifests.ts',
  'plugins/delivery-backend-module-jenkins/src/XmlFilter.ts',
  'plugins/delivery-backend-module-jenkins/src/htmlText.ts',
  'plugins/delivery-backend-module-jenkins/src/readTests.ts',
  'plugins/delivery-backend-module-jenkins/src/robotSuites.ts',
  'plugins/delivery/src/log/terminal.ts',
];

/** Figures of the largest allowed inputs. */
export interface LimitFigures {
  goalMs: number;
  /** Longest block of the event loop by input, in ms of CPU time */
  longestBlockMs: Record<string, number>;
  /** Inputs that exceed the goal */
  exceeded: string[];
}

/** Parses the largest allowed inputs in a process of their own. */
export async function benchLimits(
  stack: Stack,
  signal: AbortSignal,
): Promise<LimitFigures> {
  const outdir = path.join(stack.dir, 'bench', 'limits');
  await run({
    command: 'esbuild',
    args: [
      ...PARSERS,
      ...['--bundle', '--platform=node', '--target=node22', '--format=cjs'],
      ...['--outbase=.', '--out-extension:.js=.cjs'],
      ...['--log-level=error', `--outdir=${outdir}`],
    ],
    cwd: stack.root,
    log: path.join(stack.dir, 'logs', 'bench-bundle.log'),
    signal,
    stack,
  });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(import.meta.dirname, 'limitsProcess.ts'), outdir],
    { signal },
  );
  const longestBlockMs: Record<string, number> = JSON.parse(stdout);
  return {
    goalMs: MAX_BLOCK_MS,
    longestBlockMs,
    exceeded: Object.entries(longestBlockMs)
      .filter(([, ms]) => ms > MAX_BLOCK_MS)
      .map(([name]) => name),
  };
}
