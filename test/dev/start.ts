import path from 'node:path';
import {
  buildBinaries,
  clusterAccess,
  clusterNames,
  clusterUp,
  clusterPorts,
} from '../cluster/index.ts';
import { binary } from '../cluster/binaries.ts';
import { applyDemo } from '../cluster/demo.ts';
import {
  GITEA,
  ORGANISATION,
  accountIds,
  adminClient,
  buildGitea,
  demoRepositories,
  giteaFiles,
  makeOauthApplication,
  oauthFiles,
  seedGitea,
  serviceAccounts,
  startGitea,
} from '../git/index.ts';
import {
  JENKINS,
  PORTAL_USER,
  webhookSecret,
  notifyCommitToken,
  notifyCommitUrl,
  jenkinsFiles,
  portalToken,
  sonarqubeToken,
  startJenkins,
} from '../jenkins/index.ts';
import { checkPrerequisites } from './prerequisites.ts';
import { writeDemoCatalog } from './demoCatalog.ts';
import { discoveryStep } from './discovery.ts';
import {
  kubeconfigClusters,
  localClusters,
  readKubeconfig,
} from './kubeconfigClusters.ts';
import { nodePackagesStep } from './nodePackages.ts';
import { portalSteps } from './portal.ts';
import { writePortalConfig } from './portalConfig.ts';
import type { GiteaIntegration, JenkinsConfig } from './portalConfig.ts';
import { Processes } from './processes.ts';
import { takenPorts } from './portOwners.ts';
import { portalAddresses } from './stack.ts';
import type { Stack } from './stack.ts';
import { runSteps, inParallel } from './steps.ts';
import type { Step } from './steps.ts';

/** The clusters that the portal shows. */
export interface StartOptions {
  /** Path of a kubeconfig; without it, the portal shows the local clusters */
  kubeconfig?: { file: string; contexts: string[] };
}

/** Starts everything; leaves running parts unchanged. */
export async function start(
  stack: Stack,
  { kubeconfig }: StartOptions,
  signal: AbortSignal,
): Promise<void> {
  checkPrerequisites({ clusters: !kubeconfig });
  if (kubeconfig) readKubeconfig(kubeconfig.file);
  await checkPorts(stack, {
    clusters: !kubeconfig,
    portal: true,
    git: !kubeconfig,
  });
  const configuration: Step = {
    title: 'Portal configuration',
    run: async () => {
      if (!kubeconfig) {
        const { url } = giteaFiles(stack);
        writePortalConfig(stack, {
          clusters: localClusters(stack),
          gitea: giteaIntegration(stack),
          jenkins: jenkinsConfig(stack),
          sonarqube: {
            baseUrl: jenkinsFiles(stack).sonarqube.url,
            apiKey: { $file: sonarqubeToken(stack) },
          },
          signIn: signInConfig(stack),
          kustomize: binary(stack, 'kubectl').path,
          acting: clusterNames.map(name => ({
            name,
            serviceAccountToken: {
              $file: clusterAccess(stack, name).actTokenFile,
            },
          })),
          catalog: writeDemoCatalog(stack, url, await peopleIds(stack)),
          discovery: {
            host: giteaIntegration(stack).host,
            organization: ORGANISATION,
          },
        });
        return;
      }
      const clusters = await kubeconfigClusters(
        kubeconfig.file,
        kubeconfig.contexts,
      );
      writePortalConfig(stack, {
        clusters,
        environments: clusters.map(({ name }) => ({
          name,
          cluster: name,
          namespaces: ['*'],
        })),
      });
    },
  };
  const [buildClusters, startClusters] = clusterSteps(stack);
  const [buildGit, startGit] = gitSteps(stack);
  await runSteps(
    [
      nodePackagesStep(stack),
      ...(kubeconfig
        ? []
        : [
            buildClusters,
            buildGit,
            inParallel(startClusters, startGit),
            demoStep(stack),
            jenkinsStep(stack),
          ]),
      // It has the ids of the accounts in Gitea.
      configuration,
      ...portalSteps(stack),
      ...(kubeconfig ? [] : [discoveryStep(stack)]),
    ],
    signal,
  );
}

/** Builds and starts the local clusters. */
export function clusterSteps(stack: Stack): Step[] {
  return [
    {
      title: 'Kubernetes, from source',
      run: async (onProgress, signal) => {
        const wasBuilt = await buildBinaries(stack, { onProgress, signal });
        return wasBuilt ? undefined : 'already built';
      },
    },
    {
      title: `Clusters ${clusterNames.join(' and ')}`,
      run: async (onProgress, signal) => {
        const done = clusterNames.map(() => 0);
        await Promise.all(
          clusterNames.map((name, index) =>
            clusterUp(stack, name, {
              signal,
              onProgress: (part, total, note) => {
                done[index] = part;
                onProgress(
                  done.reduce((a, b) => a + b),
                  total * clusterNames.length,
                  `${name}: ${note}`,
                );
              },
            }),
          ),
        );
      },
    },
  ];
}

/** Gitea for Backstage's integrations, with the portal's account. */
function giteaIntegration(stack: Stack): GiteaIntegration {
  const { url, token } = giteaFiles(stack);
  return {
    host: new URL(url).host,
    baseUrl: url,
    username: serviceAccounts.portal,
    password: { $file: token('portal') },
  };
}

/** Id of the account in Gitea of each of the demo's people. */
async function peopleIds(stack: Stack): Promise<Record<string, string>> {
  const { people } = await demoRepositories(path.join(stack.root, 'examples'));
  return accountIds(
    await adminClient(stack),
    people.map(({ name }) => name),
  );
}

/** Gitea as the sign-in provider of the portal. */
function signInConfig(stack: Stack) {
  const { clientId, clientSecret, sessionSecret } = oauthFiles(stack);
  return {
    url: giteaFiles(stack).url,
    clientId: { $file: clientId },
    clientSecret: { $file: clientSecret },
    sessionSecret: { $file: sessionSecret },
  };
}

/** The Jenkins emulator, with the keys of the community plugin. */
function jenkinsConfig(stack: Stack): JenkinsConfig {
  return {
    name: 'default',
    baseUrl: jenkinsFiles(stack).url,
    username: PORTAL_USER,
    apiKey: { $file: portalToken(stack) },
    webhookSecret: { $file: webhookSecret(stack) },
    pushes: {
      url: notifyCommitUrl(stack),
      token: { $file: notifyCommitToken(stack) },
    },
  };
}

/** Builds Gitea and starts it with the demo's repositories. */
export function gitSteps(stack: Stack): Step[] {
  return [
    {
      title: 'Gitea, from source',
      run: async (onProgress, signal) => {
        const wasBuilt = await buildGitea(stack, { onProgress, signal });
        return wasBuilt ? undefined : 'already built';
      },
    },
    {
      title: 'Git repositories',
      run: async (onProgress, signal) => {
        await startGitea(stack, signal);
        await makeOauthApplication(stack);
        await seedGitea(stack, { onProgress, signal });
      },
    },
  ];
}

function demoStep(stack: Stack): Step {
  return {
    title: 'The demo’s services',
    run: (onProgress, signal) =>
      applyDemo(stack, {
        onProgress,
        signal,
      }),
  };
}

/** Starts the Jenkins emulator; needs the clusters with the demo's namespaces, and Gitea. */
function jenkinsStep(stack: Stack): Step {
  return {
    title: 'Jenkins emulator',
    run: (_progress, signal) => startJenkins(stack, signal),
  };
}

/** @throws Error that names each port in use and its process */
export async function checkPorts(
  stack: Stack,
  {
    clusters,
    portal,
    git,
  }: { clusters: boolean; portal: boolean; git: boolean },
): Promise<void> {
  const portalPorts = Object.entries(portalAddresses(stack)).map(
    ([part, address]) => ({
      part: part === 'metrics' ? 'backend' : part,
      port: Number(new URL(address).port),
    }),
  );
  const needed = [
    ...(portal ? portalPorts : []),
    ...(clusters ? clusterPorts(stack) : []),
    ...(git
      ? [
          { part: GITEA, port: giteaFiles(stack).port },
          { part: JENKINS, port: jenkinsFiles(stack).port },
          { part: JENKINS, port: jenkinsFiles(stack).sonarqube.port },
        ]
      : []),
  ];
  const processes = Processes.open(stack);
  await processes.endLeftovers();
  const missing = needed.filter(
    ({ part }) => processes.state(part) !== 'running',
  );
  const taken = await takenPorts(missing.map(({ port }) => port));
  if (taken.length) {
    const lines = taken.map(({ port, owner }) => `  ${port}: ${owner}`);
    throw new Error(
      `These ports are in use:\n${lines.join('\n')}\nEnd the processes and start again.`,
    );
  }
}
