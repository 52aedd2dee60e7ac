import { buildSchema } from './builds';
import { changesOf, commitOf } from './commits';

const data = (SHA1: string, ...remoteUrls: string[]) => ({
  _class: 'hudson.plugins.git.util.BuildData',
  lastBuiltRevision: { SHA1 },
  remoteUrls,
});
const build = (actions: unknown[], more = {}) =>
  buildSchema.parse({ number: 1, timestamp: 1, actions, ...more });

const OWN = 'git@git.harbour.example:harbour/orders.git';
const OTHER = 'https://git.harbour.example/harbour/charts.git';
const LIBRARY = 'https://git.harbour.example/ci/steps.git';
const SOURCE = 'https://git.harbour.example/harbour/orders/src/branch/main/';

describe('commitOf', () => {
  it.each([
    [
      'the commit of a change request, not its merge commit in Jenkins',
      [data('c', OWN), { revision: { hash: 'merge', pullHash: 'pull' } }],
      'pull',
    ],
    [
      'the commit of a branch',
      [data('c', LIBRARY), { revision: { hash: 'own' } }],
      'own',
    ],
    [
      'the checkout of the service’s repository, in any position',
      [data('a', LIBRARY), data('b', OTHER), null, {}, data('c', OWN)],
      'c',
    ],
    [
      'not a shared library that Jenkins names',
      [
        data('a', LIBRARY),
        { libraries: [{ name: 'steps' }] },
        data('b', OTHER),
      ],
      'b',
    ],
    [
      'not the revision of another plugin, which is not an object',
      [{ revision: 12 }, data('c', OWN)],
      'c',
    ],
    ['none', [{}, null], undefined],
  ])('returns %s', (_, actions, hash) => {
    expect(commitOf(build(actions), SOURCE)?.hash).toBe(hash);
  });

  it('returns the checkout that is among the changes, if the repository is unknown', () => {
    const changeSets = [
      { items: [{ commitId: 'b', msg: 'Sail', timestamp: 5 }] },
    ];
    expect(
      commitOf(
        build([data('a', OTHER), data('b', OWN)], { changeSets }),
        undefined,
      ),
    ).toEqual({ hash: 'b', message: 'Sail', at: '1970-01-01T00:00:00.005Z' });
  });
});

describe('changesOf', () => {
  it('sorts the newest first, across several change sets', () => {
    const item = (commitId: string, timestamp: number, date?: string) => ({
      commitId,
      timestamp,
      date,
    });
    const changes = changesOf(
      build([], {
        changeSets: [
          { items: [item('a', 1_000), item('d', 4_000)] },
          {
            items: [
              item('b', 2_000),
              item('c', -1, '1969-12-31 19:00:03 -0500'),
            ],
          },
        ],
      }),
    );
    expect(changes.map(({ hash }) => hash)).toEqual(['d', 'c', 'b', 'a']);
  });
});
