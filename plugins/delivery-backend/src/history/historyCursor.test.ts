import { decodeCursor, encodeCursor } from './historyCursor';

const AT = '2026-11-30T15:00:00.000Z';

function encoded(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

describe('historyCursor', () => {
  it('is decoded to what was encoded', () => {
    expect(decodeCursor(encodeCursor([AT, -1, 'ab'.repeat(16)]))).toEqual([
      AT,
      -1,
      'ab'.repeat(16),
    ]);
  });

  it.each([
    ['no Base64', '%%%'],
    ['no JSON', Buffer.from('[').toString('base64url')],
    ['no list', encoded({ time: AT })],
    ['an invalid time', encoded(['yesterday', 1, 'a'])],
    ['a number that is too large for the column', encoded([AT, 2 ** 31, 'a'])],
    ['a fraction', encoded([AT, 1.5, 'a'])],
    ['an id with U+0000', encoded([AT, 1, 'a\0'])],
    ['a long id', encoded([AT, 1, 'a'.repeat(37)])],
    ['nested lists', '['.repeat(1000)],
  ])('rejects %s', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});
