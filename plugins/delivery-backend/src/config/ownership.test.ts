import { ConfigReader } from '@backstage/config';
import { isBoundTo, readJobBindings, readNamespaceBindings } from './ownership';

const configOf = (ownership: object) =>
  new ConfigReader({ delivery: { ownership } });

describe('bindings', () => {
  it('complete refs, and leave out slashes around a job', () => {
    const jobs = [
      { job: '/harbour/billing/', entities: ['billing'], server: 'default' },
      { job: 'harbour', owners: ['commerce', 'user:default/ada'] },
    ];
    expect(readJobBindings(configOf({ jobs }))).toEqual([
      {
        job: 'harbour/billing',
        server: 'default',
        entities: ['component:default/billing'],
        owners: [],
      },
      {
        job: 'harbour',
        server: undefined,
        entities: [],
        owners: ['group:default/commerce', 'user:default/ada'],
      },
    ]);
  });

  it('are read by environment', () => {
    const entry = { environment: 'prod', namespaces: ['pay-*'] };
    const namespaces = [
      { ...entry, owners: ['commerce'] },
      { ...entry, entities: ['billing'] },
    ];
    const read = readNamespaceBindings(configOf({ namespaces }), ['prod']);
    expect([...read].map(([name, found]) => [name, found.length])).toEqual([
      ['prod', 2],
    ]);
  });

  it.each([
    [
      { namespaces: [{ environment: 'qa', namespaces: ['a'], owners: ['b'] }] },
      "delivery.ownership.namespaces has the environment 'qa', which delivery.environments does not have",
    ],
    [
      { namespaces: [{ environment: 'prod', namespaces: ['a'] }] },
      'An entry of delivery.ownership.namespaces has neither entities nor owners. Set at least one.',
    ],
  ])('of %j are rejected', (ownership, message) => {
    expect(() => readNamespaceBindings(configOf(ownership), ['prod'])).toThrow(
      message,
    );
  });

  it.each([
    ['component:default/billing', [], true],
    ['component:default/other', ['group:default/commerce'], true],
    ['component:default/other', ['group:default/x'], false],
  ])('to %s of %j: %s', (entityRef, owners, isBound) => {
    const binding = {
      entities: ['component:default/billing'],
      owners: ['group:default/commerce'],
    };
    expect(isBoundTo(binding, { entityRef, owners })).toBe(isBound);
  });
});
