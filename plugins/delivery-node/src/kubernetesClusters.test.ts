import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { kubernetesClustersServiceRef } from './kubernetesClusters';
import type {
  KubernetesClustersService,
  KubernetesClustersSource,
} from './kubernetesClusters';

const source: KubernetesClustersSource = {
  clusterSupplier: { getClusters: async () => [] },
  authStrategies: {},
};

/** A plugin that keeps the service it is given, as any plugin would get it. */
function pluginThatTakes(pluginId: string) {
  const taken: KubernetesClustersService[] = [];
  const plugin = createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: {
          clusters: kubernetesClustersServiceRef,
        },
        async init({ clusters }) {
          taken.push(clusters);
        },
      });
    },
  });
  return { plugin, service: () => taken[0] };
}

describe('kubernetesClustersServiceRef', () => {
  it('shows one plugin what another has provided', async () => {
    const giver = pluginThatTakes('giver');
    const taker = pluginThatTakes('taker');
    await startTestBackend({ features: [giver.plugin, taker.plugin] });

    expect(taker.service().getSource()).toBeUndefined();
    giver.service().provide(source);
    expect(taker.service().getSource()).toBe(source);
  });

  it('rejects a second source and says what to change', async () => {
    const giver = pluginThatTakes('giver');
    await startTestBackend({ features: [giver.plugin] });

    giver.service().provide(source);
    expect(() => giver.service().provide(source)).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringContaining('Two modules provide the clusters'),
      }),
    );
  });
});
