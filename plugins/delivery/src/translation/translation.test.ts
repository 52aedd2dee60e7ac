import { en } from './en';
import zh from './zh';

type Messages = { [key: string]: string | Messages };

function flat(messages: Messages, prefix = ''): Array<[string, string]> {
  return Object.entries(messages).flatMap(([key, message]) =>
    typeof message === 'string'
      ? [[`${prefix}${key}`, message] as [string, string]]
      : flat(message, `${prefix}${key}.`),
  );
}

const placeholders = (message: string) =>
  [...message.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const english = flat(en);
const chinese = new Map(flat(zh));

/** Words with a plainer form; see `test/dev/plainWords.ts` for the texts of the whole repository. */
const UNCLEAR_WORDS =
  /\b(anew|begun|told|nobody|somebody|whoever|whomever|nowhere|for ever|in peace|looks after|comes and goes|goes on|is none|asked for|mend)\b/i;

describe('the English messages', () => {
  it.each(english)('use plain words for %s', (_key, message) => {
    expect(message).not.toMatch(UNCLEAR_WORDS);
  });
});

describe('the Chinese messages', () => {
  it('have the same keys as the English ones', () => {
    expect([...chinese.keys()].sort()).toEqual(
      english.map(([key]) => key).sort(),
    );
  });

  it.each(english)('have the same placeholders for %s', (key, message) => {
    expect(placeholders(chinese.get(key) ?? '')).toEqual(placeholders(message));
  });

  it.each([...chinese])(
    'use full-width punctuation for %s',
    (_key, message) => {
      expect(message).not.toMatch(
        /\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u,
      );
    },
  );

  it.each([...chinese])(
    'separate Chinese characters from Latin words for %s',
    (_key, message) => {
      expect(message).not.toMatch(
        /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u,
      );
    },
  );

  it.each([...chinese])(
    'write percentages without a space for %s',
    (_key, message) => {
      expect(message).not.toMatch(/\s%/);
    },
  );
});
