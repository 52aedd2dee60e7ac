import {
  ApiextensionsV1Api,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  RbacAuthorizationV1Api,
} from '@kubernetes/client-node';
import type { V1Container } from '@kubernetes/client-node';
import type { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { KubernetesClustersService } from '@fairway/backstage-plugin-delivery-node';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';

/** A running API server in which a test may create objects. */
export interface RealCluster {
  url: string;
  /** TLS options of its administrator */
  tls: RequestOptions;
  details: ClusterDetails;
  credential: KubernetesCredential;
  apps: AppsV1Api;
  core: CoreV1Api;
  rbac: RbacAuthorizationV1Api;
  /** API of custom resource definitions */
  definitions: ApiextensionsV1Api;
  custom: CustomObjectsApi;
}

/**
 * A cluster of `FAIRWAY_TEST_KUBECONFIG`, which `./dev test integration` starts; the
 * one of its current context if no name is given.
 */
export function realCluster(context?: string): RealCluster {
  const file = process.env.FAIRWAY_TEST_KUBECONFIG;
  if (!file) {
    throw new Error(
      'FAIRWAY_TEST_KUBECONFIG names no kubeconfig; run this test by ./dev test integration',
    );
  }
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster || !user) {
    throw new Error(`${file} has no current context; set one`);
  }
  const read = (data?: string, path?: string) =>
    data
      ? Buffer.from(data, 'base64').toString()
      : path && readFileSync(path, 'utf8');
  const ca = read(cluster.caData, cluster.caFile);
  const cert = read(user.certData, user.certFile);
  const key = read(user.keyData, user.keyFile);
  return {
    url: cluster.server,
    tls: {
      ca,
      cert,
      key,
      rejectUnauthorized: !cluster.skipTLSVerify,
      headers: user.token ? { authorization: `Bearer ${user.token}` } : {},
    },
    details: {
      name: 'real',
      url: cluster.server,
      skipTLSVerify: cluster.skipTLSVerify,
      caData: ca && Buffer.from(ca).toString('base64'),
      authMetadata: { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'test' },
    },
    credential:
      cert && key
        ? { type: 'x509 client certificate', cert, key }
        : { type: 'bearer token', token: user.token ?? '' },
    apps: config.makeApiClient(AppsV1Api),
    core: config.makeApiClient(CoreV1Api),
    rbac: config.makeApiClient(RbacAuthorizationV1Api),
    definitions: config.makeApiClient(ApiextensionsV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
  };
}

/** Provides clusters as the Kubernetes plugin does. */
export function clustersService(
  clusters: ClusterDetails[],
  credential: KubernetesCredential,
): KubernetesClustersService {
  const source = {
    clusterSupplier: { getClusters: async () => clusters },
    authStrategies: {
      test: {
        getCredential: async () => credential,
        validateCluster: () => [],
        presentAuthMetadata: () => ({}),
      },
    },
  };
  return {
    provide: () => {},
    getSource: () => source,
    whenProvided: async () => {},
  };
}

/** Auth service that only has its own credentials. */
export const ownAuth = {
  getOwnServiceCredentials: async () => ({
    $$type: '@backstage/BackstageCredentials',
    principal: { type: 'service', subject: 'plugin:delivery' },
  }),
} as unknown as AuthService;

/** A name that is unique to this test run. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

/** A small Deployment. */
export function deployment(
  name: string,
  options: { id?: string; image?: string; replicas?: number } = {},
) {
  const container: V1Container = {
    name,
    image: options.image ?? `example/${name}:1.0.0`,
  };
  const labels = {
    app: name,
    ...(options.id && { 'backstage.io/kubernetes-id': options.id }),
  };
  return {
    metadata: { name, labels },
    spec: {
      replicas: options.replicas ?? 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [container],
        },
      },
    },
  };
}
