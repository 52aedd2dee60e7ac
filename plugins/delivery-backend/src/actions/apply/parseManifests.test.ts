import {
  describeObject,
  groupOf,
  parseManifests,
  refOf,
} from './parseManifests';

const service = (name: string, rest = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${rest}`;

describe('parseManifests', () => {
  it('parses documents, leaves out empty ones, and fills in the namespace', () => {
    const parsed = parseManifests(
      ['# nothing', service('a'), service('b', '  namespace: other\n')].join(
        '\n---\n',
      ),
      'dev',
    );
    expect(parsed.map(refOf).map(describeObject)).toEqual([
      'Service dev/a',
      'Service other/b',
    ]);
  });

  it.each([
    ['no object', '# nothing', 'The manifests have no object'],
    [
      'broken YAML',
      `${service('a')}\n---\na: [`,
      'action.manifests is not valid YAML at line 7, column 5: ',
    ],
    [
      'a document that is not an object',
      'text',
      'Document 1 is not a Kubernetes object',
    ],
    [
      'no kind',
      'apiVersion: v1\nmetadata: {name: a}',
      'Document 1 is not a Kubernetes object',
    ],
    [
      'a List',
      'apiVersion: v1\nkind: List\nitems: []',
      'Document 1 is not a Kubernetes object',
    ],
    ['a name that is a path', service('../secrets/a'), 'name'],
    [
      'a namespace that is a path',
      service('a', '  namespace: a/b\n'),
      'namespace',
    ],
    [
      'an API version that is a path',
      service('a').replace('v1', 'v1/../v1'),
      'apiVersion',
    ],
    [
      'an object twice',
      `${service('a')}\n---\n${service('a')}`,
      'The manifests have Service dev/a twice',
    ],
    [
      'too many objects',
      Array.from({ length: 51 }, (_, n) => service(`a${n}`)).join('\n---\n'),
      '51 objects. At most 50',
    ],
    [
      'an alias bomb',
      `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]`,
      'Document 1 is not a Kubernetes object',
    ],
  ])('rejects %s', (_, text, message) => {
    expect(() => parseManifests(text, 'dev')).toThrow(message);
  });

  it('rejects an object without namespace when the environment has several', () => {
    expect(() => parseManifests(service('a'), undefined)).toThrow(
      'Document 1, Service a, has no metadata.namespace, and its environment has several namespaces',
    );
  });
});

describe('groupOf', () => {
  it.each([
    ['v1', ''],
    ['apps/v1', 'apps'],
    ['networking.k8s.io/v1', 'networking.k8s.io'],
  ])('of %s is %j', (apiVersion, group) => {
    expect(groupOf(apiVersion)).toBe(group);
  });
});
