import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClusterName } from '../cluster/index.ts';
import { clusterAccess, clusterNames } from '../cluster/index.ts';
import type { Stack } from './stack.ts';

/** A cluster in the Kubernetes plugin's configuration. */
export interface KubernetesClusterConfig {
  name: string;
  url: string;
  authProvider: string;
  serviceAccountToken?: { $file: string };
  caFile?: string;
  caData?: string;
  skipTLSVerify?: boolean;
  authMetadata?: Record<string, string>;
}

/** The local clusters, with the portal's read-only account. */
export function localClusters(stack: Stack): KubernetesClusterConfig[] {
  return clusterNames.map((cluster: ClusterName) => {
    const { name, url, caFile, readTokenFile } = clusterAccess(stack, cluster);
    return {
      name,
      url,
      caFile,
      authProvider: 'serviceAccount',
      serviceAccountToken: { $file: readTokenFile },
    };
  });
}

/**
 * Reads the text of a kubeconfig, before any other work starts.
 *
 * @throws Error that names the file and the reason
 */
export function readKubeconfig(file: string): string {
  try {
    return readFileSync(path.resolve(file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The kubeconfig ${file} cannot be read: ${reason}\nUse the kubeconfig of kubectl, usually ~/.kube/config.`,
    );
  }
}

/**
 * The clusters of a kubeconfig's contexts. Users stay in the file; the portal reads
 * them there on demand.
 *
 * @throws Error that names the known contexts for an unknown one, or the problem of
 * the file
 */
export async function kubeconfigClusters(
  file: string,
  contexts: string[],
): Promise<KubernetesClusterConfig[]> {
  // This import works only after the installation of packages.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const absolute = path.resolve(file);
  const text = readKubeconfig(file);
  try {
    config.loadFromString(text);
  } catch {
    // The parser's message may contain a token of the file.
    throw new Error(
      `${file} is not a kubeconfig: kubectl --kubeconfig ${file} config view shows what is wrong`,
    );
  }
  const all = config.getContexts().map(({ name }) => name);
  if (!all.length) throw new Error(`${file} has no contexts`);
  const unknown = contexts.find(name => !all.includes(name));
  if (unknown) {
    throw new Error(
      `${file} has no context '${unknown}'. It has ${all.join(', ')}.`,
    );
  }
  const current = config.getCurrentContext();
  if (!contexts.length && !all.includes(current)) {
    throw new Error(
      `${file} has no valid current context. Select one with --context: ${all.join(', ')}`,
    );
  }
  return (contexts.length ? contexts : [current]).map(context => {
    const name = config.getContextObject(context)?.cluster ?? '';
    const cluster = config.getCluster(name);
    if (!cluster) {
      throw new Error(
        `${file}: the context '${context}' names the cluster '${name}', which is not in the file`,
      );
    }
    return {
      name: context,
      url: cluster.server,
      authProvider: 'kubeconfig',
      authMetadata: {
        'fairway.dev/kubeconfig': absolute,
        'fairway.dev/kubeconfig-context': context,
      },
      ...(cluster.caData && { caData: cluster.caData }),
      ...(cluster.caFile && {
        caFile: path.resolve(path.dirname(absolute), cluster.caFile),
      }),
      ...(cluster.skipTLSVerify && { skipTLSVerify: true }),
    };
  });
}
