import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTree, prune } from './tree.ts';

const job = {
  _class: 'Job',
  name: 'orders',
  url: 'http://jenkins/job/orders/',
  builds: () =>
    [3, 2, 1].map(number => ({ _class: 'Run', number, result: 'SUCCESS' })),
  property: [{ _class: 'A' }, null, { _class: 'B', size: 1 }],
};
const asked = (tree: string) => prune(job, parseTree(tree));

describe('the tree parameter', () => {
  it('returns the requested fields with the class, and omits missing ones', () => {
    assert.deepEqual(asked('name,nothing,builds[number]'), {
      _class: 'Job',
      name: 'orders',
      builds: [3, 2, 1].map(number => ({ _class: 'Run', number })),
    });
    assert.deepEqual(asked('property[size]'), {
      _class: 'Job',
      property: [{ _class: 'A' }, null, { _class: 'B', size: 1 }],
    });
  });

  it('accepts all forms of ranges', () => {
    const numbers = (range: string) => {
      const { builds } = asked(`builds[number]${range}`) as {
        builds: { number: number }[];
      };
      return builds.map(({ number }) => number);
    };
    assert.deepEqual(numbers('{0,2}'), [3, 2]);
    assert.deepEqual(numbers('{1,}'), [2, 1]);
    assert.deepEqual(numbers('{,1}'), [3]);
    assert.deepEqual(numbers('{2}'), [1]);
  });

  it('rejects an invalid tree', () => {
    assert.throws(() => parseTree('name,builds[number'), SyntaxError);
    assert.throws(() => parseTree('[name]'), SyntaxError);
  });
});
