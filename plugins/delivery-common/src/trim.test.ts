import { trimEndOf, trimOf } from './trim';

const long = '/'.repeat(1_000_000);

it.each([
  ['/a/b//', '/', '/a/b', 'a/b'],
  ['-._a.-', '-._', '-._a', 'a'],
  ['///', '/', '', ''],
  ['', '/', '', ''],
  [`${long}a${long}`, '/', `${long}a`, 'a'],
  [`${long}a`, '/', `${long}a`, 'a'],
])('trims %.10j of %j', (text, characters, atEnd, atBoth) => {
  expect(trimEndOf(text, characters)).toBe(atEnd);
  expect(trimOf(text, characters)).toBe(atBoth);
});
