import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildKey } from './buildKey.ts';
import type { BuildInputs } from './buildKey.ts';

const inputs: BuildInputs = {
  goMod: 'module a\n',
  goSum: 'b v1 h1:c=\n',
  ldflags: '-s -w',
  platform: 'linux',
  arch: 'x64',
};

describe('buildKey', () => {
  it('is the same for the same inputs, in any order', () => {
    const reversed = Object.fromEntries(Object.entries(inputs).reverse());
    assert.equal(buildKey({ ...inputs, ...reversed }), buildKey(inputs));
  });

  it('differs for each input that differs', () => {
    const keys = Object.keys(inputs).map(name =>
      buildKey({ ...inputs, [name]: 'other' }),
    );
    assert.equal(new Set([buildKey(inputs), ...keys]).size, keys.length + 1);
  });
});
