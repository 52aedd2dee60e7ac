import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { copyFolder } from '../dev/copyFolder.ts';
import {
  buildFolder,
  buildGoModule,
  builtBinary,
  isBuilt,
} from '../dev/goModule.ts';
import { writePrivateFile } from '../dev/privateFile.ts';
import { Processes, logTail } from '../dev/processes.ts';
import type { ProcessSpec } from '../dev/processes.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { answers, waitFor } from '../dev/waitFor.ts';
import { giteaConfig } from './giteaConfig.ts';
import type { GiteaSecrets } from './giteaConfig.ts';
import { giteaFiles } from './giteaFiles.ts';
import type { GiteaFiles } from './giteaFiles.ts';
import { giteaModule } from './giteaModule.ts';

/** Name of Gitea as a part of a stack. */
export const GITEA = 'gitea';

/**
 * Builds Gitea if the cache lacks it.
 *
 * @returns whether a build was necessary
 */
export async function buildGitea(
  stack: Stack,
  options: { onProgress: Progress; signal: AbortSignal },
): Promise<boolean> {
  if (isBuilt(stack, giteaModule)) return false;
  await buildGoModule(stack, giteaModule, options);
  return true;
}

/** Starts Gitea and resolves when it answers; leaves a running one unchanged. */
export async function startGitea(
  stack: Stack,
  signal?: AbortSignal,
): Promise<void> {
  const files = giteaFiles(stack);
  const processes = Processes.open(stack);
  await processes.start(prepare(stack, files));
  const log = processes.log(GITEA);
  const isHealthy = () => {
    if (processes.state(GITEA) === 'failed') {
      throw new Error(
        `Gitea ended as soon as it started:\n${logTail(log)}\nThe whole log: ${log}`,
      );
    }
    return isGiteaHealthy(stack);
  };
  await waitFor('Gitea to become healthy', isHealthy, { signal });
}

/** Stops Gitea; its repositories stay. */
export async function stopGitea(stack: Stack): Promise<void> {
  await Processes.open(stack).stop(GITEA);
}

/** Deletes the repositories, accounts and secrets of a stopped Gitea. */
export function deleteGiteaData(stack: Stack): void {
  const { dir, home } = giteaFiles(stack);
  for (const folder of [path.dirname(home), dir]) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether Gitea reports that it is healthy. */
export function isGiteaHealthy(stack: Stack): Promise<boolean> {
  return answers(`${giteaFiles(stack).url}/api/healthz`);
}

/**
 * Runs a command of Gitea for the running instance and returns its output, which may
 * be a token and is not logged.
 */
export async function giteaCommand(
  stack: Stack,
  args: string[],
): Promise<string> {
  const files = giteaFiles(stack);
  const { command, cwd, env } = prepare(stack, files);
  const { stdout } = await promisify(execFile)(
    command,
    [...args, '--config', files.configuration],
    { ...files.account, cwd, env: { ...process.env, ...env } },
  );
  return stdout.trim();
}

function prepare(stack: Stack, files: GiteaFiles): ProcessSpec {
  const { url, port, account, home, configuration } = files;
  mkdirSync(path.dirname(home), { recursive: true });
  if (!existsSync(home)) mkdirSync(home, { mode: 0o700 });
  const built = builtBinary(stack, giteaModule, 'gitea');
  const assets = reachablePrograms(stack, files);
  const text = giteaConfig({
    home,
    assets,
    url,
    port,
    secrets: secretsOf(files),
  });
  writePrivateFile(configuration, text);
  if (account) {
    for (const owned of [home, configuration]) {
      chownSync(owned, account.uid, account.gid);
    }
  }
  return {
    name: GITEA,
    command: path.join(assets, 'gitea'),
    args: ['web', '--config', configuration],
    env: { HOME: home },
    cwd: home,
    account,
    configuration: text,
    version: built.version,
    address: url,
  };
}

// The cache is in the developer's home, which other users cannot read.
function reachablePrograms(stack: Stack, files: GiteaFiles): string {
  const built = buildFolder(stack, giteaModule);
  if (!files.account) return built;
  const copy = path.join(files.programs, path.basename(built));
  if (!existsSync(copy)) {
    rmSync(files.programs, { recursive: true, force: true });
    mkdirSync(files.programs, { recursive: true });
    copyFolder(built, copy);
  }
  return copy;
}

function secretsOf({ secrets }: GiteaFiles): GiteaSecrets {
  if (existsSync(secrets)) return JSON.parse(readFileSync(secrets, 'utf8'));
  const made: GiteaSecrets = {
    secretKey: randomBytes(32).toString('hex'),
    internalToken: randomBytes(48).toString('hex'),
    jwtSecret: randomBytes(32).toString('base64url'),
  };
  writePrivateFile(secrets, JSON.stringify(made));
  return made;
}
