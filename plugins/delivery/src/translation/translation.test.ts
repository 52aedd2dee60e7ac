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

describe('the Chinese messages', () => {
  it('are complete, and no more than that', () => {
    expect([...chinese.keys()].sort()).toEqual(
      english.map(([key]) => key).sort(),
    );
  });

  it.each(english)('fill in the same values for %s', (key, message) => {
    expect(placeholders(chinese.get(key) ?? '')).toEqual(placeholders(message));
  });
});
