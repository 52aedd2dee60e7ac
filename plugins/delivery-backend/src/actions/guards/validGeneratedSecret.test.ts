import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { validGeneratedSecret } from './validGeneratedSecret';

describe('validGeneratedSecret', () => {
  const secret = (
    keys: string,
    content: object = {},
    annotations: Record<string, string> = {},
  ) =>
    guardedObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        annotations: { 'fairway.dev/generate': keys, ...annotations },
      },
      ...content,
    });

  it.each([
    ['one key', secret('PASSWORD'), undefined],
    ['several keys', secret('PASSWORD, ROOT_PASSWORD'), undefined],
    ['the type Opaque', secret('PASSWORD', { type: 'Opaque' }), undefined],
    ['no key', secret(''), 'generatedKeysInvalid'],
    [
      'a key that Kubernetes does not accept',
      secret('a b'),
      'generatedKeysInvalid',
    ],
    [
      'too many keys',
      secret(Array.from({ length: 21 }, (_, n) => `K${n}`).join()),
      'generatedKeysInvalid',
    ],
    [
      'a token of a service account',
      secret('PASSWORD', { type: 'kubernetes.io/service-account-token' }),
      'generatedTypeNotOpaque',
    ],
    [
      'a type that is not text',
      secret('PASSWORD', { type: ['Opaque'] }),
      'generatedTypeNotOpaque',
    ],
    [
      'a value in stringData',
      secret('PASSWORD', { stringData: { USER: 'a' } }),
      'generatedSecretHasField',
    ],
    [
      'a value in data',
      secret('PASSWORD', { data: { PASSWORD: 'eA==' } }),
      'generatedSecretHasField',
    ],
    [
      'an annotation of the token controller',
      secret(
        'PASSWORD',
        {},
        { 'kubernetes.io/service-account.name': 'default' },
      ),
      'annotationNotAllowed',
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
