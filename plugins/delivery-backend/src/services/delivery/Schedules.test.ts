import { Schedules } from './Schedules';

const NOW = '2026-03-28T23:00:30Z';

function nextRun(schedule: string, timeZone?: string) {
  const schedules = Schedules.create({ now: () => Date.parse(NOW) });
  return schedules.nextRun(schedule, timeZone)?.replace(':00.000Z', '');
}

describe('Schedules', () => {
  it.each([
    ['0 2 * * *', undefined, '2026-03-29T02:00'],
    ['0 2 * * *', 'Asia/Shanghai', '2026-03-29T18:00'],
    ['*/15 * * * *', undefined, '2026-03-28T23:15'],
    ['0/15 * * * *', undefined, '2026-03-28T23:15'],
    ['30 6 ? * MON-FRI', undefined, '2026-03-30T06:30'],
    ['@midnight', undefined, '2026-03-29T00:00'],
    ['@annually', undefined, '2027-01-01T00:00'],
    // Either day will do where neither begins with a star.
    ['0 0 13 * 5', undefined, '2026-04-03T00:00'],
    ['0 0 29 2 *', undefined, '2028-02-29T00:00'],
    [' 0  2 * * * ', undefined, '2026-03-29T02:00'],
  ])('finds the next time of %s in %s', (schedule, timeZone, next) => {
    expect(nextRun(schedule, timeZone)).toBe(next);
  });

  it.each([
    ['0 0 30 2 *', undefined],
    ['0 2 * * *', 'Nowhere/There'],
    ['@every 1h', undefined],
    ['0 0 */2 * 1', undefined],
    ['0 0 1 1 * *', undefined],
    ['now and then', undefined],
  ])('returns nothing for %s in %s', (schedule, timeZone) => {
    expect(nextRun(schedule, timeZone)).toBeUndefined();
  });

  it('gives the next time after a scheduled time has passed', () => {
    let now = Date.parse(NOW);
    const schedules = Schedules.create({ now: () => now });
    const next = () => schedules.nextRun('0 * * * *', undefined);
    expect(next()).toBe('2026-03-29T00:00:00.000Z');
    now = Date.parse('2026-03-28T23:59:59Z');
    expect(next()).toBe('2026-03-29T00:00:00.000Z');
    now += 1_000;
    expect(next()).toBe('2026-03-29T01:00:00.000Z');
  });
});
