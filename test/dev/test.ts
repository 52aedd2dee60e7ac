import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { adminKubeconfig, expireHistory } from '../cluster/index.ts';
import { deleteGiteaData, giteaFiles } from '../git/index.ts';
import { UsageError, commands } from './arguments.ts';
import { checkPrerequisites } from './prerequisites.ts';
import { withLock } from './lock.ts';
import { nodePackagesStep } from './nodePackages.ts';
import { CommandError, run } from './run.ts';
import { portalAddresses, stackOf } from './stack.ts';
import type { Stack } from './stack.ts';
import { checkPorts, clusterSteps, gitSteps, start } from './start.ts';
import { runSteps, inParallel } from './steps.ts';
import { stop } from './stop.ts';

interface Count {
  passed: number;
  failed: number;
}

/** A part of the tests; the fastest part runs first. */
interface Part {
  name: string;
  run(stack: Stack, signal: AbortSignal): Promise<Count>;
}

const parts: Part[] = [
  { name: 'static', run: runStaticChecks },
  { name: 'unit', run: runUnitTests },
  { name: 'integration', run: runIntegrationTests },
  { name: 'e2e', run: runEndToEndTests },
];

/**
 * Runs all tests or one part of them, on a separate stack.
 *
 * @returns the exit code
 */
export async function test(
  root: string,
  part: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const chosen = part ? parts.filter(({ name }) => name === part) : parts;
  if (!chosen.length) {
    throw new UsageError(
      `Unknown part '${part}': ./dev ${commands.test.usage}`,
    );
  }
  const stack = stackOf(root, { ...process.env, FAIRWAY_STACK: 'test' });
  const needsClusters = chosen.some(isOnClusters);
  const needsBrowser = chosen.some(p => p.name === 'e2e');
  checkPrerequisites({
    clusters: needsClusters,
    gitServers: chosen.some(p => p.name === 'integration'),
    browser: needsBrowser,
  });
  return withLock(stack, 'test', () => runParts(stack, chosen, signal));
}

async function runParts(
  stack: Stack,
  chosen: Part[],
  signal: AbortSignal,
): Promise<number> {
  const needsClusters = chosen.some(isOnClusters);
  if (needsClusters) await resetStack(stack);
  await runSteps([nodePackagesStep(stack)], signal);
  const total: Count = { passed: 0, failed: 0 };
  try {
    for (const { name, run: runPart } of chosen) {
      signal.throwIfAborted();
      say(`\n== ${name}`);
      const count = await runPart(stack, signal);
      if (count.passed + count.failed === 0) {
        say(`✗ ${name} ran no test`);
        count.failed = 1;
      }
      total.passed += count.passed;
      total.failed += count.failed;
    }
  } finally {
    if (needsClusters) await stop(stack);
  }
  say(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed ? 1 : 0;
}

function isOnClusters({ name }: Part): boolean {
  return name === 'integration' || name === 'e2e';
}

/** Deletes the data of the last run, which could affect the results. */
async function resetStack(stack: Stack): Promise<void> {
  await stop(stack);
  for (const folder of ['clusters', 'db']) {
    rmSync(path.join(stack.dir, folder), { recursive: true, force: true });
  }
  deleteGiteaData(stack);
}

async function runStaticChecks(
  stack: Stack,
  signal: AbortSignal,
): Promise<Count> {
  const checks: [name: string, command: string, ...args: string[]][] = [
    ['words', process.execPath, 'test/dev/checkTexts.ts', 'words'],
    ['links', process.execPath, 'test/dev/checkTexts.ts', 'links'],
    ['regular expressions', process.execPath, 'test/dev/checkRegexes.ts'],
    ['types', 'tsc'],
    ['types of test/', 'tsc', '-p', 'test'],
    ['lint', 'backstage-cli', 'repo', 'lint', '--max-warnings', '0'],
    ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
    [
      'package metadata',
      'backstage-cli',
      'repo',
      'fix',
      '--publish',
      '--check',
    ],
    ['unused files, exports and dependencies', 'knip', '--no-progress'],
    ['API reports', 'yarn', 'build:api-reports', '--ci'],
  ];
  // The order of union members in the API reports depends on earlier compilations.
  rmSync(path.join(stack.root, 'dist-types'), { recursive: true, force: true });
  const count: Count = { passed: 0, failed: 0 };
  for (const [name, command, ...args] of checks) {
    const log = logOf(stack, `static-${name.replaceAll(/\W+/g, '-')}`);
    const startedAt = Date.now();
    try {
      await run({ command, args, cwd: stack.root, log, signal, stack });
      say(`✓ ${name} (${seconds(startedAt)})`);
      count.passed += 1;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      say(`✗ ${name} (${seconds(startedAt)})\n${readFileSync(log, 'utf8')}`);
      count.failed += 1;
    }
  }
  return count;
}

async function runUnitTests(stack: Stack, signal: AbortSignal): Promise<Count> {
  return add(
    await runJest(stack, signal, 'unit', {
      args: ['--testPathIgnorePatterns', 'integration.test', 'node_modules'],
    }),
    await runNodeTests(
      stack,
      signal,
      '{bench,dev,cluster,git,jenkins,templates}/**/!(*.integration).test.ts',
    ),
  );
}

async function runIntegrationTests(
  stack: Stack,
  signal: AbortSignal,
): Promise<Count> {
  await checkPorts(stack, { clusters: true, portal: false, git: true });
  const [buildClusters, startClusters] = clusterSteps(stack);
  const [buildGit, startGit] = gitSteps(stack);
  await runSteps(
    [buildClusters, buildGit, inParallel(startClusters, startGit)],
    signal,
  );
  await expireHistory(stack, 'staging');
  return add(
    await runJest(stack, signal, 'integration', {
      args: ['integration.test'],
      env: {
        FAIRWAY_TEST_KUBECONFIG: adminKubeconfig(stack),
        FAIRWAY_TEST_GITEA: giteaFiles(stack).url,
        FAIRWAY_TEST_GITEA_TOKENS: giteaFiles(stack).dir,
      },
    }),
    await runNodeTests(
      stack,
      signal,
      '{cluster,git}/**/*.integration.test.ts',
      {
        FAIRWAY_STACK: stack.name,
      },
    ),
  );
}

async function runEndToEndTests(
  stack: Stack,
  signal: AbortSignal,
): Promise<Count> {
  await start(stack, {}, signal);
  return runNodeTests(stack, signal, 'e2e/**/*.test.ts', {
    FAIRWAY_E2E_PORTAL: portalAddresses(stack).app,
    FAIRWAY_E2E_METRICS: `${portalAddresses(stack).metrics}/metrics`,
    FAIRWAY_E2E_KUBECONFIG: adminKubeconfig(stack),
    FAIRWAY_STACK: stack.name,
  });
}

interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

async function runJest(
  stack: Stack,
  signal: AbortSignal,
  name: string,
  { args, env }: { args: string[]; env?: Record<string, string> },
): Promise<Count> {
  const results = logOf(stack, `jest-${name}.json`);
  rmSync(results, { force: true });
  try {
    await run({
      command: 'backstage-cli',
      args: [
        ...['repo', 'test', '--watchAll=false', '--maxWorkers=2'],
        ...['--workerIdleMemoryLimit=1G', '--json', `--outputFile=${results}`],
        ...args,
      ],
      cwd: stack.root,
      // Node's warnings would hide the results.
      env: { NODE_ENV: 'test', CI: 'true', NODE_NO_WARNINGS: '1', ...env },
      log: logOf(stack, `jest-${name}`),
      onLine: line => {
        if (!line.startsWith('{"numFailedTestSuites')) say(line);
      },
      signal,
      stack,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    say(error.message);
  }
  // Jest writes no results if it aborts.
  if (!existsSync(results)) return { passed: 0, failed: 1 };
  const result: JestResult = JSON.parse(readFileSync(results, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
  };
}

async function runNodeTests(
  stack: Stack,
  signal: AbortSignal,
  pattern: string,
  env: Record<string, string> = {},
): Promise<Count> {
  const folder = path.join(stack.root, 'test');
  const files = globSync(pattern, { cwd: folder }).sort();
  const count: Count = { passed: 0, failed: 0 };
  if (!files.length) return count;
  const onLine = (line: string) => {
    say(line);
    const [, word, number] = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line) ?? [];
    if (word === 'pass') count.passed += Number(number);
    else if (word) count.failed += Number(number);
  };
  try {
    await run({
      command: process.execPath,
      args: [
        ...['--test', '--test-reporter=spec', '--test-concurrency=1'],
        ...files,
      ],
      cwd: folder,
      env,
      log: logOf(stack, `node-test-${pattern.replaceAll(/\W+/g, '-')}`),
      onLine,
      signal,
      stack,
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (!count.failed) count.failed = 1;
  }
  return count;
}

function logOf(stack: Stack, name: string): string {
  const folder = path.join(stack.dir, 'logs');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, name.includes('.') ? name : `${name}.log`);
}

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

function seconds(since: number): string {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
