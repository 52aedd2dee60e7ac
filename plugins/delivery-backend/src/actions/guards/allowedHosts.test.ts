import { ID, guardChain } from '../__testUtils__/guardChain';
import type { GuardWorld } from '../__testUtils__/guardChain';
import { manifestOf } from '../__testUtils__/guardContext';

describe('allowedHosts', () => {
  const ingress = (host: string, name = 'orders') =>
    manifestOf({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, labels: ID },
      spec: { rules: [{ host }] },
    });
  const used = (namespace: string): GuardWorld['facts'] => ({
    routes: [
      {
        kind: 'networking.k8s.io/Ingress',
        namespace,
        name: 'shop',
        hosts: ['shop.example'],
      },
    ],
  });
  const rules = { hosts: ['*.example'] };

  it.each<[string, GuardWorld, string | undefined]>([
    ['no rule', {}, 'hostNotAllowed'],
    ['a rule', { rules }, undefined],
    [
      'a rule for the id',
      { rules: { hosts: ['{id}.example'] } },
      'hostNotAllowed',
    ],
    [
      'a route of another service',
      { rules, facts: used('prod') },
      'hostOfOther',
    ],
    [
      'a route of the same service',
      {
        rules,
        facts: used('dev'),
        objects: [ingress('shop.example', 'shop')],
      },
      undefined,
    ],
    [
      'a host that services share',
      { rules: { sharedHosts: ['shop.example'] }, facts: used('prod') },
      undefined,
    ],
    [
      'a cluster that cannot be read',
      { rules, facts: 'unknown' },
      'clusterNotSynced',
    ],
  ])('%s', async (_, world, code) => {
    expect(await guardChain(world).codeOf(ingress('shop.example'))).toBe(code);
  });

  it('keeps the hosts of the existing object', async () => {
    const existing = ingress('old.example');
    const chain = guardChain();
    expect(await chain.codeOf(existing, { existing })).toBeUndefined();
    expect(await chain.codeOf(ingress('new.example'), { existing })).toBe(
      'hostNotAllowed',
    );
  });
});
