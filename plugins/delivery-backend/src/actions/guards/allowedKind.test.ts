import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { allowedKind } from './allowedKind';

describe('allowedKind', () => {
  const guard = allowedKind(['apps/Deployment', '/Service']);
  const generate = { 'fairway.dev/generate': 'PASSWORD' };

  it.each([
    ['a configured kind', 'apps/v1', 'Deployment', {}, undefined],
    [
      'a configured kind in another version',
      'apps/v2',
      'Deployment',
      {},
      undefined,
    ],
    ['a configured kind of the core group', 'v1', 'Service', {}, undefined],
    [
      'another kind of the same group',
      'apps/v1',
      'DaemonSet',
      {},
      'kindNotAllowed',
    ],
    [
      'the same kind of another group',
      'example.org/v1',
      'Deployment',
      {},
      'kindNotAllowed',
    ],
    [
      'a core kind in a group',
      'serving.knative.dev/v1',
      'Service',
      {},
      'kindNotAllowed',
    ],
    ['a Secret', 'v1', 'Secret', {}, 'kindNotAllowed'],
    ['a Secret with generated values', 'v1', 'Secret', generate, undefined],
    [
      'another kind with that annotation',
      'v1',
      'ConfigMap',
      generate,
      'kindNotAllowed',
    ],
  ])('%s', async (_, apiVersion, kind, annotations, code) => {
    const object = guardedObject({
      apiVersion,
      kind,
      metadata: { annotations },
    });
    expect(await codeOf(guard, { object })).toBe(code);
  });

  it('does not refuse an action without an object', async () => {
    expect(await codeOf(guard, {})).toBeUndefined();
  });
});
