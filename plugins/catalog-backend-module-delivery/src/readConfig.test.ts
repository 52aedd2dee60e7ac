import { ConfigReader } from '@backstage/config';
import { readConfig } from './readConfig';

function read(delivery: object) {
  return readConfig(new ConfigReader({ catalog: { providers: { delivery } } }));
}

describe('readConfig', () => {
  it('returns undefined without its section', () => {
    expect(readConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('reads rules and the delay of removals', () => {
    const config = read({
      workloads: [
        {
          namespaces: ['pay-*'],
          labelSelector: 'tier!=test',
          owner: 'payments',
        },
        {},
      ],
      removeAfter: { minutes: 2 },
    });
    expect(config?.removeAfterMs).toBe(120_000);
    const [payments, rest] = config?.rules ?? [];
    expect(payments.owner).toBe('group:default/payments');
    expect(rest.owner).toBe('group:default/unknown');
    expect(payments.matches({ namespace: 'pay-dev', labels: {} })).toBe(true);
    expect(payments.matches({ namespace: 'dev', labels: {} })).toBe(false);
    expect(
      payments.matches({ namespace: 'pay-dev', labels: { tier: 'test' } }),
    ).toBe(false);
    expect(rest.matches({ namespace: 'dev', labels: {} })).toBe(true);
  });

  it.each([
    [{}, 'catalog.providers.delivery.workloads is empty'],
    [
      { workloads: [{ labelSelector: 'a in' }] },
      "catalog.providers.delivery.workloads[0].labelSelector: The label selector 'a in' cannot be parsed",
    ],
    [
      { workloads: [{ owner: 'group:/payments' }] },
      'catalog.providers.delivery.workloads[0].owner: ',
    ],
    [{ workloads: [{}], removeAfter: 'soon' }, 'removeAfter'],
  ])('rejects %j', (delivery, message) => {
    expect(() => read(delivery)).toThrow(message);
  });
});
