import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { jenkinsFiles } from '../jenkins/jenkinsFiles.ts';
import { clusterFiles } from './clusterFiles.ts';
import { bindActRights, partUp } from './clusters.ts';
import { DemoEnvironment } from './demoEnvironment.ts';
import { fingerprint } from './demoFingerprint.ts';
import type { History } from './demoHistory.ts';
import { writeDemoLogs } from './demoLogs.ts';
import { kubectl } from './kubectl.ts';
import { clusterNames } from './ports.ts';
import type { ClusterName } from './ports.ts';

/** Namespaces of the demo's system, by cluster. */
const demoNamespaces: Record<ClusterName, string[]> = {
  staging: ['dev', 'tight-dev', 'staging'],
  production: ['prod'],
};

/**
 * Deploys the system `harbour` to the running local clusters: first the earlier
 * releases, so that every workload has a history, then the current ones. A namespace
 * with the same manifests stays unchanged, with all manual changes.
 *
 * @throws CommandError with kubectl's message if a cluster rejects a manifest
 */
export async function applyDemo(
  stack: Stack,
  options: { onProgress?: Progress; signal?: AbortSignal } = {},
): Promise<void> {
  const { onProgress = () => {}, signal } = options;
  await Promise.all(
    clusterNames.map(cluster => serveDemoLogs(stack, cluster, signal)),
  );

  const environments = await demoEnvironments(stack, signal);
  let done = 0;
  onProgress(done, environments.length);
  await Promise.all(
    environments.map(async ({ cluster, environment }) => {
      const { namespace } = environment;
      await environment.apply(signal);
      await bindActRights(stack, cluster, namespace, signal);
      done += 1;
      onProgress(done, environments.length, namespace);
    }),
  );
}

async function serveDemoLogs(
  stack: Stack,
  cluster: ClusterName,
  signal?: AbortSignal,
): Promise<void> {
  await writeDemoLogs(clusterFiles(stack, cluster).dir, new Date());
  // Restarts it if there are more logs to serve than at its start.
  await partUp(stack, cluster, 'kwok', signal);
}

async function demoEnvironments(
  stack: Stack,
  signal?: AbortSignal,
): Promise<{ cluster: ClusterName; environment: DemoEnvironment }[]> {
  // A dynamic import: this module is loaded before the packages are installed.
  const { parse } = await import('yaml');
  const folder = path.join(stack.root, 'examples', 'harbour');
  const version = await fingerprint(folder);
  const history: History = parse(
    await readFile(path.join(folder, 'history.yaml'), 'utf8'),
  );
  return clusterNames.flatMap(cluster =>
    demoNamespaces[cluster].map(namespace => ({
      cluster,
      environment: DemoEnvironment.create({
        namespace,
        folder: path.join(folder, 'environments', namespace),
        history: history[namespace] ?? {},
        version,
        jenkins: jenkinsFiles(stack).url,
        kubectl: (args, input) =>
          kubectl(stack, cluster, args, { input, signal }),
      }),
    })),
  );
}
