import { ConfigReader } from '@backstage/config';
import { readConfig } from './readConfig';

function read(delivery: object) {
  return readConfig(new ConfigReader({ catalog: { providers: { delivery } } }));
}

describe('readConfig', () => {
  it('finds nothing without its section', () => {
    expect(readConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('reads which workloads, and whose they are', () => {
    const config = read({
      workloads: [
        {
          namespaces: ['pay-*'],
          labelSelector: 'tier!=test',
          owner: 'payments',
        },
        {},
      ],
      goneAfter: { minutes: 2 },
    });
    expect(config?.goneAfterMs).toBe(120_000);
    const [payments, rest] = config?.rules ?? [];
    expect(payments.owner).toBe('group:default/payments');
    expect(rest.owner).toBe('unknown');
    expect(payments.fits({ namespace: 'pay-dev', labels: {} })).toBe(true);
    expect(payments.fits({ namespace: 'dev', labels: {} })).toBe(false);
    expect(
      payments.fits({ namespace: 'pay-dev', labels: { tier: 'test' } }),
    ).toBe(false);
    expect(rest.fits({ namespace: 'dev', labels: {} })).toBe(true);
  });

  it.each([
    [{}, 'catalog.providers.delivery.workloads is empty'],
    [
      { workloads: [{ labelSelector: 'a in' }] },
      "catalog.providers.delivery.workloads[0].labelSelector: The label selector 'a in' cannot be read",
    ],
    [
      { workloads: [{ owner: 'group:/payments' }] },
      'catalog.providers.delivery.workloads[0].owner: ',
    ],
    [{ workloads: [{}], goneAfter: 'soon' }, 'goneAfter'],
  ])('refuses %j', (delivery, message) => {
    expect(() => read(delivery)).toThrow(message);
  });
});
