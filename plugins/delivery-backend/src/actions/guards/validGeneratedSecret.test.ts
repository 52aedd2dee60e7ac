import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { validGeneratedSecret } from './validGeneratedSecret';

describe('validGeneratedSecret', () => {
  const secret = (keys: string, content: object = {}) =>
    guardedObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { annotations: { 'fairway.dev/generate': keys } },
      ...content,
    });

  it.each([
    ['one key', secret('PASSWORD'), undefined],
    ['several keys', secret('PASSWORD, ROOT_PASSWORD'), undefined],
    [
      'a key beside given ones',
      secret('PASSWORD', { stringData: { USER: 'a' } }),
      undefined,
    ],
    ['no key', secret(''), 'generatedKeysInvalid'],
    [
      'a key that Kubernetes does not take',
      secret('a b'),
      'generatedKeysInvalid',
    ],
    [
      'too many keys',
      secret(Array.from({ length: 21 }, (_, n) => `K${n}`).join()),
      'generatedKeysInvalid',
    ],
    [
      'a key with a value in stringData',
      secret('PASSWORD', { stringData: { PASSWORD: 'x' } }),
      'generatedKeyHasValue',
    ],
    [
      'a key with a value in data',
      secret('PASSWORD', { data: { PASSWORD: 'eA==' } }),
      'generatedKeyHasValue',
    ],
    [
      'a Secret without the annotation',
      guardedObject({ apiVersion: 'v1', kind: 'Secret' }),
      undefined,
    ],
  ])('%s', async (_, object, code) => {
    expect(await codeOf(validGeneratedSecret, { object })).toBe(code);
  });
});
