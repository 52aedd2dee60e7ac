import { ID, guardChain } from '../__testUtils__/guardChain';
import { manifestOf } from '../__testUtils__/guardContext';

describe('reservedNames', () => {
  const rules = {
    shared: [
      { kind: '/ConfigMap', name: '{id}-database' },
      { kind: '/ConfigMap', name: 'common-*' },
    ],
  };
  const configMap = (name: string) =>
    manifestOf({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels: ID },
    });
  const service = manifestOf({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'billing-database', labels: ID },
  });
  const contestants = ['component:default/other'];

  it.each([
    ['the own name', configMap('orders-database'), {}, undefined],
    ['the name of another', configMap('billing-database'), {}, 'nameReserved'],
    [
      'the own name, when others claim the id',
      configMap('orders-database'),
      { contestants },
      'nameReserved',
    ],
    ['a name without a rule', configMap('billing'), {}, undefined],
    ['a shared name without an id', configMap('common-a'), {}, undefined],
    ['another kind', service, {}, undefined],
  ])('%s', async (_, manifest, world, code) => {
    expect(await guardChain({ rules, ...world }).codeOf(manifest)).toBe(code);
  });
});
