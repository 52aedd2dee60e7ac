import { parseQuantity } from './quantity';

it.each([
  ['250m', 0.25],
  ['2', 2],
  ['.5', 0.5],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['64Mi', 67108864],
  ['128974848', 128974848],
  ['129e6', 129e6],
  ['129M', 129e6],
  ['12E', 12e18],
  ['4213457n', 0.004213457],
  ['0', 0],
])('reads %s', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 9);
});

it.each(['', 'much', '1 Gi', '1gi', '12Xi'])('rejects %j', text => {
  expect(parseQuantity(text)).toBeUndefined();
});
