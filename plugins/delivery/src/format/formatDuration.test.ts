import { formatDuration } from './formatDuration';

it.each([
  [0.4, 'en', '0 sec'],
  [45, 'en', '45 sec'],
  [60, 'en', '1 min'],
  [95, 'en', '1 min 35 sec'],
  [3_600 + 59, 'en', '1 hour'],
  [2 * 3_600 + 300, 'en', '2 hours 5 min'],
  [86_400 + 7_200, 'en', '1 day 2 hours'],
  [95, 'zh', '1 分钟 35 秒'],
])('formats %d s in %s as %s', (seconds, language, text) => {
  expect(formatDuration(seconds, language)).toBe(text);
});
