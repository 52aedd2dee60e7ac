const KIB = 1024;
const MIB = 1024 * KIB;

/** Size of the largest manifests. */
const MANIFEST_BYTES = 256 * KIB;
const ESCAPE = String.fromCharCode(27);

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

/** Manifests that reach a limit of YAML, and some that exceed it, by name. */
export const manifests: Record<string, string> = {
  // Eight tokens for each key
  'manifests: keys in flow style': `${HEAD}data: {${keys(4_950, ', ')}}`,
  'manifests: keys in block style': `${HEAD}data:\n  ${keys(4_950, '\n  ')}`,
  'manifests: objects': Array.from(
    { length: 50 },
    (_, n) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a${n}}\ndata: {${keys(80, ', ')}}`,
  ).join('\n---\n'),
  'manifests: one long text': `${HEAD}data:\n  a: |\n${'    text of a file\n'.repeat(MANIFEST_BYTES / 20)}`,
  'manifests: lists in lists': `${HEAD}data: [${Array(320)
    .fill(`${'['.repeat(60)}${']'.repeat(60)}`)
    .join(',')}]`,
  'manifests: anchors and aliases': `${HEAD}a: &a {${keys(200, ', ')}}\nb: [${Array(
    98,
  )
    .fill('*a')
    .join(', ')}]`,
  'manifests: lists that never end': '['.repeat(MANIFEST_BYTES),
  'manifests: one list item in another': '- '.repeat(MANIFEST_BYTES / 2),
  'manifests: anchors that never end': '&a '.repeat(MANIFEST_BYTES / 3),
  'manifests: quotes': `a: ${'"\\" '.repeat(MANIFEST_BYTES / 5)}`,
};

/** Lines of a log, by name; the backend sends at most 1 MiB. */
export const logLines: Record<string, string> = {
  'log line: window titles without end': `${ESCAPE}]`.repeat(MIB / 2),
  'log line: notes of Jenkins without end': `${ESCAPE}[8mha:`.repeat(MIB / 8),
  'log line: progress': 'x\r'.repeat(MIB / 2),
};

/** HTML of a step's log, by name. */
export const htmlTexts: Record<string, string> = {
  'HTML: tags without end': '<a'.repeat(MIB / 2),
  'HTML: entities': '&lt;'.repeat(MIB / 4),
};

/** Reports of Robot Framework, by name: up to 512 KiB or 30,000 tags without keywords. */
export const robotReports: Record<string, string> = {
  'XML: test cases': robot(
    '<test name="a"><tag>b</tag><status status="PASS"/></test>'.repeat(4_900),
  ),
  'XML: short elements': robot('<a/>'.repeat(29_000)),
  'XML: attributes': robot(
    `<test ${Array.from({ length: 1_200 }, (_, n) => `a${n}="1"`).join(' ')}/>`.repeat(
      40,
    ),
  ),
  'XML: keywords, 20 MiB': robot(
    `${`<test name="a">${'<kw name="Log"><msg>text</msg></kw>'.repeat(20)}<status status="PASS"/></test>`.repeat(
      4_900,
    )}<kw>${'<msg>text of a message</msg>'.repeat((16 * MIB) / 28)}</kw>`,
  ),
};

/** Test reports in JSON, by name: up to 8 MiB. */
export const testReports: Record<string, string> = {
  'JSON: test cases': report('{"name":"a","status":"PASSED"}'),
  'JSON: test cases with stack traces': report(
    `{"name":"a","status":"FAILED","errorStackTrace":"${'at a.B(C.java:1)\\n'.repeat(50)}"}`,
  ),
};

function keys(count: number, separator: string): string {
  return Array.from({ length: count }, (_, n) => `k${n}: v`).join(separator);
}

function robot(content: string): string {
  return `<?xml version="1.0"?><robot><suite name="S">${content}</suite></robot>`;
}

function report(each: string): string {
  const cases = Array(Math.floor((8 * MIB - 100) / (each.length + 1)))
    .fill(each)
    .join(',');
  return `{"failCount":0,"skipCount":0,"suites":[{"name":"s","cases":[${cases}]}]}`;
}
