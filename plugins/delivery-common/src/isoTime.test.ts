import { isoTime } from './isoTime';

it.each([
  [0, '1970-01-01T00:00:00.000Z'],
  [1_796_050_800_000, '2026-11-30T15:00:00.000Z'],
  [Number.MAX_VALUE, '+275760-09-13T00:00:00.000Z'],
  [Infinity, '+275760-09-13T00:00:00.000Z'],
  [-1e300, '-271821-04-20T00:00:00.000Z'],
  [NaN, '1970-01-01T00:00:00.000Z'],
])('%d ms is %s', (ms, time) => expect(isoTime(ms)).toBe(time));
