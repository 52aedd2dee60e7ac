import { formatQuantity } from './formatQuantity';

it.each([
  ['cpu', 0, '0m'],
  ['cpu', 110.4, '110m'],
  ['cpu', 1000, '1'],
  ['cpu', 2340, '2.3'],
  ['cpu', 64000, '64'],
  ['memory', 0, '0 B'],
  ['memory', 512 * 2 ** 20, '512 Mi'],
  ['memory', 1.5 * 2 ** 30, '1.5 Gi'],
  ['memory', 241591910, '230 Mi'],
] as const)('writes %s %d as %s', (resource, amount, text) => {
  expect(formatQuantity(resource, amount)).toBe(text);
});
