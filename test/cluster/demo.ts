import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { DemoEnvironment } from './demoEnvironment.ts';
import { fingerprint } from './demoFingerprint.ts';
import type { History } from './demoHistory.ts';
import { Kubectl } from './demoKubectl.ts';

/** The namespaces of the demo's system, by cluster. */
export const demoNamespaces = {
  staging: ['dev', 'tight-dev', 'staging'],
  production: ['prod'],
};

/**
 * Puts the system `harbour` on the local clusters: earlier releases first, so that every workload has a
 * history, then the current ones. A namespace that has these manifests already is left as it is, whatever
 * people changed there meanwhile.
 *
 * @throws Error with kubectl's own words, when a cluster refuses a manifest
 */
export async function applyDemo(
  stack: Stack,
  options: { kubectl: string; onProgress: Progress; signal?: AbortSignal },
): Promise<void> {
  // Not a static import: this module is loaded before the packages are installed.
  const { parse } = await import('yaml');
  const folder = join(stack.root, 'examples', 'harbour');
  const version = await fingerprint(folder);
  const history: History = parse(
    await readFile(join(folder, 'history.yaml'), 'utf8'),
  );

  const environments = Object.entries(demoNamespaces).flatMap(
    ([cluster, namespaces]) => {
      const kubectl = Kubectl.create({
        path: options.kubectl,
        kubeconfig: join(stack.dir, 'kubeconfig'),
        context: cluster,
        signal: options.signal,
      });
      return namespaces.map(namespace =>
        DemoEnvironment.create({
          namespace,
          folder: join(folder, 'environments', namespace),
          history: history[namespace] ?? {},
          version,
          kubectl,
        }),
      );
    },
  );

  let done = 0;
  options.onProgress(done, environments.length);
  await Promise.all(
    environments.map(async environment => {
      await environment.apply();
      done += 1;
      options.onProgress(done, environments.length, environment.namespace);
    }),
  );
}
