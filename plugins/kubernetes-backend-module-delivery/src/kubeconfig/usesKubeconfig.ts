import type { Config } from '@backstage/config';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import { KUBECONFIG_AUTH_PROVIDER } from './annotations';

/** Whether a configured cluster has the auth provider `kubeconfig`. */
export function usesKubeconfig(config: Config): boolean {
  const methods =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  return methods
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
    .some(cluster => authProvider(cluster) === KUBECONFIG_AUTH_PROVIDER);
}

function authProvider(cluster: Config): unknown {
  // The key contains dots and slashes, which config paths do not support
  const metadata = cluster.getOptional<Record<string, unknown>>('authMetadata');
  return (
    metadata?.[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ??
    cluster.getOptionalString('authProvider')
  );
}
