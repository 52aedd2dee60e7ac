import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { namespaceInEnvironment } from './namespaceInEnvironment';

describe('namespaceInEnvironment', () => {
  const guard = namespaceInEnvironment([
    {
      name: 'dev',
      cluster: 'a',
      namespaces: ['dev', '*-dev'],
      production: false,
    },
    {
      name: 'production',
      cluster: 'b',
      namespaces: ['prod'],
      production: true,
    },
  ]);

  it.each([
    ['a namespace by name', 'dev', 'dev', undefined],
    ['a namespace by pattern', 'dev', 'rain-dev', undefined],
    [
      'a namespace of another environment',
      'dev',
      'prod',
      'namespaceNotInEnvironment',
    ],
    ['a namespace of none', 'dev', 'kube-system', 'namespaceNotInEnvironment'],
    [
      'a name that only contains the pattern',
      'dev',
      'rain-dev-2',
      'namespaceNotInEnvironment',
    ],
    [
      'an environment that is not configured',
      'test',
      'dev',
      'namespaceNotInEnvironment',
    ],
  ])('%s', async (_, environment, namespace, code) => {
    const object = {
      ...guardedObject({ metadata: { namespace } }),
      environment,
    };
    expect(await codeOf(guard, { object })).toBe(code);
  });
});
