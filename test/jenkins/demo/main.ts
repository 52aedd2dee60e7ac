// The demo's Jenkins emulator, as a part of a stack: node main.ts CONFIG
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { JenkinsEmulator } from '../JenkinsEmulator.ts';
import type { EmulatedUser } from '../JenkinsEmulator.ts';
import { SonarQubeEmulator } from '../../sonarqube/SonarQubeEmulator.ts';
import { DemoJenkins } from './DemoJenkins.ts';
import { deploy } from './deploy.ts';
import { GitMirror } from './GitMirror.ts';
import {
  loadAnalyses,
  loadItems,
  saveAnalyses,
  saveItems,
} from './savedState.ts';

/** Configuration that `./dev start` writes. */
export interface DemoJenkinsConfig {
  port: number;
  users: EmulatedUser[];
  notifyCommitToken: string;
  git: { url: string; authorization: string; services: string[] };
  /** Folder of clones and saved state */
  folder: string;
  log: string;
  kubectl: string;
  kubeconfig: string;
  pace: number;
  sonarqube: { port: number; token: string };
  /** The portal's URL for webhooks, and their secret */
  webhooks: { url: string; secret: string };
}

const SAVE_MS = 2_000;

const config: DemoJenkinsConfig = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);
const { folder, log, kubectl, kubeconfig } = config;
const stateFile = path.join(folder, 'state.json');
const emulator = JenkinsEmulator.create({ users: config.users });
emulator.root.items.push(...loadItems(stateFile));
const analysesFile = path.join(folder, 'analyses.json');
const sonarqube = SonarQubeEmulator.create({
  token: config.sonarqube.token,
  analyses: loadAnalyses(analysesFile),
});

function saveAll(): void {
  saveItems(stateFile, emulator.root.items);
  saveAnalyses(analysesFile, sonarqube.analyses);
}

let isSaving = false;
async function save(): Promise<void> {
  if (isSaving) return;
  isSaving = true;
  await sleep(SAVE_MS);
  isSaving = false;
  saveAll();
}

// Like the notification plugin of a real Jenkins. An unreachable portal misses the event.
async function notifyPortal(job: string): Promise<void> {
  const body = JSON.stringify({ job, server: 'default', at: Date.now() });
  const digest = createHmac('sha256', config.webhooks.secret)
    .update(body)
    .digest('hex');
  await fetch(config.webhooks.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-fairway-signature': `sha256=${digest}`,
    },
    body,
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
}

/** Saved repositories that got a job automatically in an earlier version. */
function knownServices(): string[] {
  const folders = emulator.root.items.flatMap(({ items }) => items);
  return folders
    .filter(item => item.kind === 'multibranch' && !item.config)
    .map(({ name }) => name);
}

const source = {
  url: config.git.url,
  authorization: config.git.authorization,
  folder: path.join(folder, 'git'),
  log,
};

/** The demo's repository with this clone URL. */
function mirrorOf(remote: string): GitMirror | undefined {
  const within = `${source.url}/`;
  if (!remote.startsWith(within)) return undefined;
  const name = remote.slice(within.length).replace(/\.git$/, '');
  return /^\w[\w.-]*$/.test(name) ? GitMirror.of(source, name) : undefined;
}

const demo = DemoJenkins.create({
  emulator,
  mirrors: [...new Set([...config.git.services, ...knownServices()])].map(
    name => GitMirror.of(source, name),
  ),
  mirrorOf,
  notifyCommitToken: config.notifyCommitToken,
  sonarqube: {
    url: `http://localhost:${config.sonarqube.port}`,
    submit: analysis => sonarqube.submit(analysis),
  },
  pace: config.pace,
  executors: 3,
  now: Date.now,
  delay: milliseconds => sleep(milliseconds),
  deploy: (environment, recipe, runUrl, printLine) =>
    deploy(
      {
        environment,
        kubectl,
        kubeconfig,
        log,
        overlay: () =>
          GitMirror.of(source, recipe.service).extract(
            recipe.commit.hash,
            'deploy',
            `overlays/${environment}`,
          ),
      },
      recipe,
      runUrl,
      printLine,
    ),
  notify: fullName => void notifyPortal(fullName),
  onChange: () => void save(),
});

process.on('SIGTERM', () => {
  saveAll();
  process.exit();
});
await sonarqube.listen(config.sonarqube.port);
await emulator.listen(config.port);
await demo.start();
process.stdout.write('Ready\n');
