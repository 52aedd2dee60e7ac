import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { binary } from '../cluster/binaries.ts';
import { clusterFiles } from '../cluster/clusterFiles.ts';
import { kubectl } from '../cluster/kubectl.ts';
import { writePrivateFile } from '../dev/privateFile.ts';
import { Processes, logTail } from '../dev/processes.ts';
import { portalAddresses } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { answers, waitFor } from '../dev/waitFor.ts';
import { serviceAccounts } from '../git/accounts.ts';
import { demoRepositories } from '../git/demoRepositories.ts';
import { authorization } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';
import { ensurePushWebhook } from '../git/pushWebhook.ts';
import { jenkinsFiles } from './jenkinsFiles.ts';
import type { DemoJenkinsConfig } from './demo/main.ts';
import { VERSION } from './JenkinsEmulator.ts';

export { jenkinsFiles } from './jenkinsFiles.ts';

/** Name of the Jenkins emulator as a part of a stack. */
export const JENKINS = 'jenkins-emulator';

/** Account of the portal in Jenkins. */
export const PORTAL_USER = 'fairway-portal';

/** A run of five minutes takes half a minute. */
const PACE = 12;

/**
 * Starts the Jenkins emulator with the demo's jobs, and creates Gitea's webhooks for
 * pushes. Clusters and Gitea must be running.
 */
export async function startJenkins(
  stack: Stack,
  signal?: AbortSignal,
): Promise<void> {
  const files = jenkinsFiles(stack);
  mkdirSync(path.join(files.dir, 'git'), { recursive: true, mode: 0o700 });
  await writeCredential(stack, signal);
  const config = await configurationOf(stack);
  writePrivateFile(files.configuration, JSON.stringify(config));
  const processes = Processes.open(stack);
  await processes.start({
    name: JENKINS,
    command: process.execPath,
    args: [
      '--no-warnings',
      path.join(stack.root, 'test', 'jenkins', 'demo', 'main.ts'),
      files.configuration,
    ],
    configuration: JSON.stringify(config),
    version: VERSION,
    address: files.url,
  });
  const log = processes.log(JENKINS);
  const isHealthy = async () => {
    if (processes.state(JENKINS) === 'failed') {
      throw new Error(
        `The Jenkins emulator ended:\n${logTail(log)}\nThe whole log: ${log}`,
      );
    }
    const isUp = await isJenkinsHealthy(stack);
    return isUp && readFileSync(log, 'utf8').includes('Ready');
  };
  await waitFor('the Jenkins emulator to create its jobs', isHealthy, {
    signal,
    timeoutMs: 300_000,
  });
  await ensurePushWebhook(stack, {
    repositories: config.git.services,
    address: notifyCommitUrl(stack),
    token: config.notifyCommitToken,
  });
}

/** Stops it; jobs and builds stay. */
export async function stopJenkins(stack: Stack): Promise<void> {
  await Processes.open(stack).stop(JENKINS);
}

/** Whether it answers a health check. */
export function isJenkinsHealthy(stack: Stack): Promise<boolean> {
  return answers(`${jenkinsFiles(stack).url}/emulator/calls`);
}

/** Reads or creates the file with the token of the portal's account. */
export function portalToken(stack: Stack): string {
  return secretFile(stack, jenkinsFiles(stack).token);
}

/** Reads or creates the file with the token for SonarQube's emulator. */
export function sonarqubeToken(stack: Stack): string {
  return secretFile(stack, jenkinsFiles(stack).sonarqube.token);
}

/** Reads or creates the file with the token for push webhooks. */
export function notifyCommitToken(stack: Stack): string {
  return secretFile(stack, jenkinsFiles(stack).notifyCommitToken);
}

/** URL for push webhooks. */
export function notifyCommitUrl(stack: Stack): string {
  return `${jenkinsFiles(stack).url}/git/notifyCommit`;
}

/** Reads or creates the file with the secret that signs its webhooks to the portal. */
export function webhookSecret(stack: Stack): string {
  return secretFile(stack, jenkinsFiles(stack).webhookSecret);
}

async function configurationOf(stack: Stack): Promise<DemoJenkinsConfig> {
  const files = jenkinsFiles(stack);
  const git = giteaFiles(stack);
  const { repositories } = await demoRepositories(
    path.join(stack.root, 'examples'),
  );
  return {
    port: files.port,
    users: [
      {
        name: PORTAL_USER,
        token: readFileSync(portalToken(stack), 'utf8'),
        mayRead: true,
        mayAct: true,
      },
    ],
    notifyCommitToken: readFileSync(notifyCommitToken(stack), 'utf8'),
    git: {
      url: `${git.url}/harbour`,
      authorization: authorization({
        username: serviceAccounts.ci,
        password: readFileSync(git.token('ci'), 'utf8'),
      }),
      services: repositories.map(({ service }) => service.name),
    },
    folder: files.dir,
    log: path.join(stack.dir, 'logs', 'jenkins-commands.log'),
    kubectl: binary(stack, 'kubectl').path,
    kubeconfig: files.kubeconfig,
    pace: PACE,
    sonarqube: {
      port: files.sonarqube.port,
      token: readFileSync(sonarqubeToken(stack), 'utf8'),
    },
    webhooks: {
      url: `${portalAddresses(stack).backend}/api/delivery/v1/webhooks/jenkins`,
      secret: secret(files.webhookSecret),
    },
  };
}

/** Writes a separate credential that may change workloads in dev and staging. It is written at each start, because the cluster may be new. */
async function writeCredential(
  stack: Stack,
  signal?: AbortSignal,
): Promise<void> {
  const file = jenkinsFiles(stack).kubeconfig;
  const manifest = path.join(stack.root, 'test', 'jenkins', 'deployer.yaml');
  await kubectl(stack, 'staging', ['apply', '--server-side', '-f', manifest], {
    signal,
  });
  const token = await kubectl(
    stack,
    'staging',
    ['create', 'token', 'jenkins', '--namespace=ci', '--duration=8760h'],
    { signal },
  );
  const cluster = clusterFiles(stack, 'staging');
  writePrivateFile(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'staging',
      contexts: [
        { name: 'staging', context: { cluster: 'staging', user: 'jenkins' } },
      ],
      clusters: [
        {
          name: 'staging',
          cluster: {
            server: cluster.url,
            'certificate-authority': cluster.certificate('ca'),
          },
        },
      ],
      users: [{ name: 'jenkins', user: { token: token.trim() } }],
    }),
  );
}

function secretFile(stack: Stack, file: string): string {
  mkdirSync(jenkinsFiles(stack).dir, { recursive: true, mode: 0o700 });
  secret(file);
  return file;
}

function secret(file: string): string {
  if (!existsSync(file)) {
    writePrivateFile(file, randomBytes(24).toString('base64url'));
  }
  return readFileSync(file, 'utf8');
}
