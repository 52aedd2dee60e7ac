import { readDuration } from './duration';

it.each([
  [30, 30],
  ['30', 30],
  ['1h30m', 5_400],
  ['1.5h', 5_400],
  ['.5s1ms', 0.501],
  ['1.2.3s', undefined],
  ['.s', undefined],
  ['1h 30m', undefined],
  ['x1h', undefined],
  ['1h'.repeat(3), 10_800],
  ['', undefined],
  ['.'.repeat(1_000_000), undefined],
])('%.20j is %j seconds', (duration, seconds) => {
  expect(readDuration(duration)).toBe(seconds);
});
