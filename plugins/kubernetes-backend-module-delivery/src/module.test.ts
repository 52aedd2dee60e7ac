import { createBackendPlugin } from '@backstage/backend-plugin-api';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { kubernetesClustersServiceRef } from '@fairway/backstage-plugin-delivery-node';
import type { KubernetesClustersSource } from '@fairway/backstage-plugin-delivery-node';
import { stringify } from 'yaml';
import { KUBECONFIG_CONTEXT, KUBECONFIG_FILE } from './kubeconfig/annotations';
import { kubernetesModuleDelivery } from './module';

// The other stock strategies load ES modules, which Jest cannot
const stockCluster = {
  name: 'staging',
  url: 'https://staging.example.com',
  authProvider: 'localKubectlProxy',
};

describe('kubernetesModuleDelivery', () => {
  const directory = createMockDirectory();

  /** Starts the stock plugin with clusters; returns the source of the service after startup. */
  async function start(clusters: object[], features: BackendFeature[]) {
    let getSource: () => KubernetesClustersSource | undefined = () => undefined;
    const reader = createBackendPlugin({
      pluginId: 'reader',
      register(env) {
        env.registerInit({
          deps: { clusters: kubernetesClustersServiceRef },
          async init(deps) {
            getSource = () => deps.clusters.getSource();
          },
        });
      },
    });
    const { server } = await startTestBackend({
      features: [
        kubernetesPlugin,
        reader,
        ...features,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [{ type: 'config', clusters }],
            },
          },
        }),
      ],
    });
    const get = (path: string, headers?: Record<string, string>) =>
      fetch(`http://localhost:${server.port()}/api/kubernetes${path}`, {
        headers: { authorization: mockCredentials.user.header(), ...headers },
      });
    return { get, source: getSource() };
  }

  it('provides the clusters and strategies of the plugin', async () => {
    const { source } = await start([stockCluster], [kubernetesModuleDelivery]);

    const clusters = await source!.clusterSupplier.getClusters({
      credentials: mockCredentials.service(),
    });
    expect(clusters).toEqual([expect.objectContaining({ name: 'staging' })]);
    await expect(
      source!.authStrategies.localKubectlProxy.getCredential(clusters[0], {}),
    ).resolves.toEqual({ type: 'anonymous' });
  });

  it('does not change the routes of the plugin', async () => {
    const without = await start([stockCluster], []);
    const withModule = await start([stockCluster], [kubernetesModuleDelivery]);

    expect(without.source).toBeUndefined();
    await expect((await withModule.get('/clusters')).json()).resolves.toEqual({
      items: [{ name: 'staging', authProvider: 'localKubectlProxy' }],
    });
    for (const path of ['/clusters', '/proxy/version', '/no/such/route']) {
      const expected = await without.get(path);
      const answer = await withModule.get(path);
      expect(answer.status).toBe(expected.status);
    }
  });

  it('adds the kubeconfig strategy and keeps the default strategies', async () => {
    directory.setContent({
      config: stringify({
        contexts: [{ name: 'demo', context: { cluster: 'c', user: 'u' } }],
        users: [{ name: 'u', user: { token: 'secret' } }],
      }),
    });
    const kubeconfigCluster = {
      name: 'demo',
      url: 'https://demo.example.com',
      authProvider: 'kubeconfig',
      authMetadata: {
        [KUBECONFIG_FILE]: directory.resolve('config'),
        [KUBECONFIG_CONTEXT]: 'demo',
      },
    };
    const stock = await start([stockCluster], [kubernetesModuleDelivery]);
    const { source, get } = await start(
      [stockCluster, kubeconfigCluster],
      [kubernetesModuleDelivery],
    );

    expect(Object.keys(source!.authStrategies).sort()).toEqual(
      [...Object.keys(stock.source!.authStrategies), 'kubeconfig'].sort(),
    );
    const [, demo] = await source!.clusterSupplier.getClusters({
      credentials: mockCredentials.service(),
    });
    await expect(
      source!.authStrategies.kubeconfig.getCredential(demo, {}),
    ).resolves.toEqual({ type: 'bearer token', token: 'secret' });
    const shown = await (await get('/clusters')).text();
    expect(shown).toContain('"authProvider":"kubeconfig"');
    expect(shown).not.toContain(directory.path);
  });

  it('does not start with a kubeconfig cluster without a file', async () => {
    await expect(
      start(
        [{ ...stockCluster, authProvider: 'kubeconfig' }],
        [kubernetesModuleDelivery],
      ),
    ).rejects.toThrow(
      `authMetadata.${KUBECONFIG_FILE} must be the absolute path`,
    );
  });
});
