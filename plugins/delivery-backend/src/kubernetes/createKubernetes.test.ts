import { mockServices } from '@backstage/backend-test-utils';
import { ManualClock } from '../__testUtils__/ManualClock';
import { clustersService } from '../__testUtils__/realCluster';
import { DirectClusterAccess } from './access/DirectClusterAccess';
import { createKubernetes } from './createKubernetes';

describe('createKubernetes', () => {
  it('closes the connections for reading and for changing clusters when it stops', async () => {
    const close = jest.spyOn(DirectClusterAccess.prototype, 'close');
    const kubernetes = createKubernetes({
      kubernetesClusters: clustersService([], { type: 'anonymous' }),
      auth: mockServices.auth.mock(),
      clusters: [],
      engines: [],
      actTokens: new Map([['staging', 'token']]),
      observer: () => ({ listed() {}, received() {}, skipped() {} }),
      clock: new ManualClock(),
      random: () => 0,
      logger: mockServices.logger.mock(),
    });
    expect(kubernetes.writer.isEnabled('staging')).toBe(true);
    expect(kubernetes.writer.isEnabled('production')).toBe(false);

    await kubernetes.stop();
    expect(new Set(close.mock.contexts)).toEqual(
      new Set([kubernetes.access, kubernetes.writer]),
    );
  });
});
