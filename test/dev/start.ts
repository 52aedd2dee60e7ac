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
  buildGitea,
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
import { runSteps, together } from './steps.ts';
import type { Step } from './steps.ts';

/** Whose clusters the portal is to show. */
export interface StartOptions {
  /** One's own, by kubeconfig; else the local ones */
  kubeconfig?: { file: string; contexts: string[] };
}

/** Brings everything up; does nothing to what is up. */
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
          catalog: writeDemoCatalog(stack, giteaFiles(stack).url),
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
      configuration,
      ...(kubeconfig
        ? []
        : [
            buildClusters,
            buildGit,
            together(startClusters, startGit),
            demoStep(stack),
            jenkinsStep(stack),
          ]),
      ...portalSteps(stack),
      ...(kubeconfig ? [] : [discoveryStep(stack)]),
    ],
    signal,
  );
}

/** Builds what the local clusters run, and brings them up. */
export function clusterSteps(stack: Stack): Step[] {
  return [
    {
      title: 'Kubernetes, from source',
      run: async (onProgress, signal) => {
        const wasBuilt = await buildBinaries(stack, { onProgress, signal });
        return wasBuilt ? undefined : 'built before';
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

/** Gitea, as Backstage's integrations know it, by the portal's own account. */
function giteaIntegration(stack: Stack): GiteaIntegration {
  const { url, token } = giteaFiles(stack);
  return {
    host: new URL(url).host,
    baseUrl: url,
    username: serviceAccounts.portal,
    password: { $file: token('portal') },
  };
}

/** Gitea, whose people sign in to the portal. */
function signInConfig(stack: Stack) {
  const { clientId, clientSecret, sessionSecret } = oauthFiles(stack);
  return {
    url: giteaFiles(stack).url,
    clientId: { $file: clientId },
    clientSecret: { $file: clientSecret },
    sessionSecret: { $file: sessionSecret },
  };
}

/** The Jenkins emulator, under the community plugin's own keys. */
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

/** Builds Gitea, and brings it up with the demo's repositories. */
export function gitSteps(stack: Stack): Step[] {
  return [
    {
      title: 'Gitea, from source',
      run: async (onProgress, signal) => {
        const wasBuilt = await buildGitea(stack, { onProgress, signal });
        return wasBuilt ? undefined : 'built before';
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

/** Needs clusters with the demo's namespaces, and Gitea. */
function jenkinsStep(stack: Stack): Step {
  return {
    title: 'Jenkins emulator',
    run: (_progress, signal) => startJenkins(stack, signal),
  };
}

/** @throws Error that names each port that something else has, and what has it */
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
      `These ports are needed and in use:\n${lines.join('\n')}\nEnd what has them and start again.`,
    );
  }
}
