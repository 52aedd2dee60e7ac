import { maskCredentials, quotedEnd, quotedStart } from './quotedText';

describe('maskCredentials', () => {
  it.each([
    [
      'cannot reach postgres://orders:hunter2@db:5432/orders',
      'cannot reach postgres://orders:***@db:5432/orders',
    ],
    [
      'GET /v1 Authorization: Bearer abcdefghijkl failed',
      'GET /v1 Authorization: Bearer *** failed',
    ],
    ['DB_PASSWORD=hunter2 is wrong', 'DB_PASSWORD=*** is wrong'],
    ['{"apiKey": "a b c", "x": 1}', '{"apiKey": ***, "x": 1}'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.abc', 'token ***'],
    ['key AKIAIOSFODNN7EXAMPLE', 'key ***'],
    ['url: password=abc, x=1', 'url: password=***, x=1'],
    ['secret=password=abc token="a b"', 'secret=*** token=***'],
    ['my-eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.abc', 'my-***'],
    ['ghp_abcdefghijklmnopqrst', '***'],
  ])('masks the credential in: %s', (text, masked) => {
    expect(maskCredentials(text)).toBe(masked);
  });

  it.each([
    ['names', '-a'],
    ['schemes', 'a'],
    ['tokens', 'eyJaaaaaaaa-'],
    ['assignments', 'a='],
    ['quotes', 'a="'],
    ['spaces', 'a '],
  ])('leaves alone 1 MiB of %s without a credential', (_, part) => {
    const text = part.repeat((1024 * 1024) / part.length);
    expect(maskCredentials(text)).toBe(text);
  });

  it.each([
    'secret "billing-database" not found',
    "couldn't find key password in Secret dev/billing",
    'registry.example/harbour/billing@sha256:9f86d081884c7d659a2feaa0c55ad015',
    '0/6 nodes are available: 6 Insufficient cpu.',
    'error looking up service account dev/x: serviceaccount "x" not found',
  ])('leaves alone: %s', text => {
    expect(maskCredentials(text)).toBe(text);
  });
});

it('masks a text before it cuts it', () => {
  expect(quotedStart(' abcdefgh ', 4)).toBe('abc…');
  expect(quotedEnd(' abcdefgh ', 4)).toBe('…fgh');
  expect(quotedEnd('x password=abcdefgh', 8)).toBe('…ord=***');
});
