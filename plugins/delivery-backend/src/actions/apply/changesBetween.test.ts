import { changesBetween } from './changesBetween';

const paths = (before: unknown, after: unknown) =>
  changesBetween(before, after, { withValues: true }).map(({ path }) => path);

const deployment = (container: object, rest: object = {}) => ({
  kind: 'Deployment',
  metadata: { name: 'orders' },
  spec: { template: { spec: { containers: [container] } }, ...rest },
});

describe('changesBetween', () => {
  it.each([
    ['equal objects', { a: 1 }, { a: 1 }, []],
    ['another order of fields', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [
      'a changed value',
      { spec: { replicas: 1 } },
      { spec: { replicas: 2 } },
      ['spec.replicas'],
    ],
    ['another type', { a: 1 }, { a: '1' }, ['a']],
    [
      'an added field',
      { spec: {} },
      { spec: { paused: true } },
      ['spec', 'spec.paused'],
    ],
    ['a list of values', { a: ['x'] }, { a: ['x', 'y'] }, ['a']],
    [
      'a list member by name',
      { c: [{ name: 'a', v: 1 }] },
      { c: [{ name: 'a', v: 2 }] },
      ['c[a].v'],
    ],
    [
      'named members in another order',
      { c: [{ name: 'a' }, { name: 'b' }] },
      { c: [{ name: 'b' }, { name: 'a' }] },
      [],
    ],
    [
      'a list member by index',
      { p: [{ port: 1 }] },
      { p: [{ port: 2 }] },
      ['p[0].port'],
    ],
    ['a new object', undefined, { a: 1, b: { c: 2 } }, ['a', 'b.c']],
    ['a deleted object', { a: 1 }, undefined, ['a']],
    ['the status', { status: { ready: 1 } }, { status: { ready: 2 } }, []],
    [
      'bookkeeping',
      {
        metadata: {
          resourceVersion: '1',
          generation: 1,
          managedFields: [{ manager: 'a' }],
        },
      },
      { metadata: { resourceVersion: '2', generation: 2, managedFields: [] } },
      [],
    ],
    [
      'the revision that a controller writes',
      { metadata: { annotations: { a: '1' } } },
      {
        metadata: {
          annotations: { a: '1', 'deployment.kubernetes.io/revision': '1' },
        },
      },
      [],
    ],
    [
      'a field that only starts like bookkeeping',
      { metadata: { generationOf: 1 } },
      { metadata: { generationOf: 2 } },
      ['metadata.generationOf'],
    ],
  ])('finds the changes of %s', (_, before, after, expected) => {
    expect(paths(before, after)).toEqual(expected);
  });

  it('gives values before and after, as YAML in one line', () => {
    expect(
      changesBetween(
        deployment({ name: 'orders', image: 'orders:1' }),
        deployment({ name: 'orders', image: 'orders:2' }, { paused: true }),
        { withValues: true },
      ),
    ).toEqual([
      {
        path: 'spec.template.spec.containers[orders].image',
        before: 'orders:1',
        after: 'orders:2',
      },
      { path: 'spec.paused', after: 'true' },
    ]);
  });

  it('shows that a secret has changed, and neither value', () => {
    const env = (value: string) =>
      deployment({ name: 'orders', env: [{ name: 'DB_PASSWORD', value }] });
    const changes = changesBetween(env('old-hush'), env('new-hush'), {
      withValues: true,
    });
    expect(changes).toHaveLength(1);
    expect(JSON.stringify(changes)).not.toContain('hush');
    const secret = (value: string) => ({
      kind: 'Secret',
      data: { key: value },
      stringData: { other: value },
    });
    const ofSecret = changesBetween(secret('old-hush'), secret('new-hush'), {
      withValues: true,
    });
    expect(ofSecret.map(({ path }) => path)).toEqual([
      'data.key',
      'stringData.other',
    ]);
    expect(JSON.stringify(ofSecret)).not.toContain('hush');
  });

  it.each([
    [
      'ConfigMap data',
      { kind: 'ConfigMap', data: { a: '1' } },
      { kind: 'ConfigMap', data: { a: '2' } },
    ],
    [
      'environment variables',
      deployment({ name: 'a', env: [{ name: 'A', value: '1' }] }),
      deployment({ name: 'a', env: [{ name: 'A', value: '2' }] }),
    ],
    [
      'arguments',
      deployment({ name: 'a', args: ['1'] }),
      deployment({ name: 'a', args: ['2'] }),
    ],
  ])(
    'hides values of %s from a person who may not see configuration',
    (_, before, after) => {
      const [hidden] = changesBetween(before, after, { withValues: false });
      expect(hidden).toMatchObject({ before: '***', after: '***' });
      const [shown] = changesBetween(before, after, { withValues: true });
      expect(shown.after).toContain('2');
    },
  );
});
