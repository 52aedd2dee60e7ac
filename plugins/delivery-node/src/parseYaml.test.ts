import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import { YAML_LIMITS, parseYaml } from './parseYaml';

const { bytes, tokens, documents, depth, aliases } = YAML_LIMITS;

function times(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}

/** Lines of lists in lists: `a:\n - \n  - `, one level and one column more each. */
function nested(levels: number): string {
  return times(levels, n => `${' '.repeat(n)}a:\n`);
}

describe('parseYaml', () => {
  it('returns the value of each document with its number', () => {
    expect(parseYaml('a: 1\n---\n# nothing\n---\nb: [x, "y"]', 'f')).toEqual([
      { number: 1, value: { a: 1 } },
      { number: 3, value: { b: ['x', 'y'] } },
    ]);
    expect(parseYaml('', 'f')).toEqual([]);
  });

  it('resolves aliases', () => {
    expect(parseYaml('a: &a {x: 1}\nb: [*a, *a]', 'f')).toEqual([
      { number: 1, value: { a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] } },
    ]);
  });

  it('reads text that only looks like structure', () => {
    const script = `${'['.repeat(depth + 1)} ${'&a '.repeat(aliases + 1)}%`;
    const quoted = JSON.stringify(script);
    expect(
      parseYaml(`a: |\n  ${script}\nb: ${quoted}\nc: x ${script}`, 'f'),
    ).toEqual([
      { number: 1, value: { a: `${script}\n`, b: script, c: `x ${script}` } },
    ]);
  });

  it.each([
    ['keys in flow style', `{${times(4_900, n => `k${n}: v,`)}}`],
    ['lists in lists', '['.repeat(depth) + ']'.repeat(depth)],
    ['mappings in mappings', nested(depth)],
    ['documents', times(documents, n => `--- {a: ${n}}\n`)],
    ['anchors', times(aliases, n => `a${n}: &a${n} x\n`)],
    ['a long text', `a: ${'x'.repeat(bytes - 10)}`],
  ])('accepts the most %s', (_, text) => {
    expect(parseYaml(text, 'f')).not.toHaveLength(0);
  });

  it.each([
    [
      'documents after an end',
      'a\n...\n'.repeat(documents + 2),
      'yamlTooManyDocuments',
    ],
    ['bytes', `a: ${'é'.repeat(bytes / 2)}`, 'yamlTooLarge'],
    ['keys', times(tokens / 4, n => `k${n}: v\n`), 'yamlTooManyTokens'],
    ['commas', `[${','.repeat(tokens)}]`, 'yamlTooManyTokens'],
    ['line breaks', '\n'.repeat(tokens + 1), 'yamlTooManyTokens'],
    ['documents', '---\n'.repeat(documents + 2), 'yamlTooManyDocuments'],
    ['lists', '['.repeat(bytes), 'yamlTooDeep'],
    ['mappings', '{a: '.repeat(bytes / 4), 'yamlTooDeep'],
    ['closed lists', '['.repeat(5_000) + ']'.repeat(5_000), 'yamlTooDeep'],
    ['list items', '- '.repeat(10_000), 'yamlTooDeep'],
    ['explicit keys', '? '.repeat(10_000), 'yamlTooDeep'],
    ['indented mappings', nested(depth + 1), 'yamlTooDeep'],
    [
      'anchors',
      times(aliases + 1, n => `a${n}: &a${n} x\n`),
      'yamlTooManyAliases',
    ],
    ['anchors of one node', '&a '.repeat(10_000), 'yamlTooManyAliases'],
    [
      'aliases',
      `a: &a x\nb: [${'*a, '.repeat(aliases)}]`,
      'yamlTooManyAliases',
    ],
    [
      'values of aliases',
      `a: &a [${'x, '.repeat(2_000)}]\nb: [${'*a, '.repeat(aliases - 1)}]`,
      'yamlExpansionTooLarge',
    ],
    [
      'characters of aliases',
      `a: &a ${'x'.repeat(100_000)}\nb: [${'*a, '.repeat(10)}]`,
      'yamlExpansionTooLarge',
    ],
    [
      'aliases of aliases',
      `a0: &a0 [x, x]\n${times(40, n => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`)}`,
      'yamlTooManyAliases',
    ],
    [
      'aliases of aliases, below the limit of aliases',
      `a0: &a0 [x, x]\n${times(20, n => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`)}`,
      'yamlExpansionTooLarge',
    ],
    ['an alias of itself', 'a: &a [*a]', 'yamlExpansionTooLarge'],
    ['an alias without anchor', 'a: *b', 'yamlAliasUnknown'],
    ['an anchor after its alias', 'a: *b\nb: &b x', 'yamlAliasUnknown'],
    ['a directive', '%YAML 1.1\n---\na: 1', 'yamlDirective'],
    ['a key that is a list', '? [a]\n: b', 'yamlKeyNotText'],
    ['a key that is an alias', 'a: &a x\n*a : y', 'yamlKeyNotText'],
    ['an open list', 'a: [', 'yamlInvalid'],
    ['a tag', 'a: !!binary Z2l0', 'yamlInvalid'],
    ['a tag of its own', 'a: !env PATH', 'yamlInvalid'],
    ['an anchor twice', 'a: &a &b x', 'yamlInvalid'],
    ['a closing bracket', ']'.repeat(1_000), 'yamlInvalid'],
  ])('rejects more or wrong %s', (_, text, code) => {
    let thrown: unknown;
    try {
      parseYaml(text, 'action.manifests');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'InputError' });
    expect(problemOf(thrown)).toMatchObject({
      code,
      values: { field: 'action.manifests' },
    });
  });

  it.each([
    ['block style', 'a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n', 'c', 5],
    ['flow style', '{a: 1,\n b: 2,\n a: 3}', 'a', 3],
    ['different types', '1: a\n"1": b', '1', 2],
    ['a list', '- {x: 1}\n- {x: 1, x: 2}', 'x', 2],
  ])('names a key that is twice in %s, and its line', (_, text, key, line) => {
    expect(() => parseYaml(text, 'f')).toThrow(
      `f has the key '${key}' twice in one mapping, again at line ${line}. Remove one of them`,
    );
  });

  const INDICATORS = [
    ...['[', ']', '{', '}', ',', '- ', '? ', ': ', ':', 'a', ' ', '\n', '\t'],
    ...['"', "'", '|\n', '>\n', '#', ' #', '&a ', '*a ', '!t ', '!!str ', '%'],
    ...['---\n', '...\n', '\\', '\r', '\0', '\ufeff', '@', '<<: '],
  ];
  it.each(INDICATORS)('throws only InputError for text with %j', first => {
    for (const second of INDICATORS) {
      for (const start of ['', 'a: ', 'a:\n  - ', '[']) {
        let thrown: unknown;
        try {
          parseYaml(start + `${first}${second}`.repeat(200), 'f');
        } catch (error) {
          thrown = error;
        }
        expect([undefined, 'InputError']).toContain(
          thrown instanceof Error ? thrown.name : thrown,
        );
      }
    }
  });

  it('keeps the key __proto__ a key', () => {
    const [{ value }] = parseYaml('{"__proto__": {a: 1}}', 'f');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1}}');
  });
});
