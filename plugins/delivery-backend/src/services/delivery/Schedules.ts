import { CronTime } from 'cron';

/** Limit of the cache; schedules in use are computed again. */
const MAX_REMEMBERED = 10_000;

/** Named schedules of Kubernetes, as five fields. */
const NAMED: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Next run times of CronJobs, each computed once until it has passed. */
export class Schedules {
  readonly #now: () => number;
  readonly #next = new Map<string, number | undefined>();

  static create(options: { now: () => number }): Schedules {
    return new Schedules(options);
  }

  private constructor(options: Parameters<typeof Schedules.create>[0]) {
    this.#now = options.now;
  }

  /**
   * ISO time of the next run; undefined if the schedule has none, or if the library
   * does not interpret it as Kubernetes does.
   */
  nextRun(schedule: string, timeZone: string | undefined): string | undefined {
    const key = `${schedule} ${timeZone}`;
    const now = this.#now();
    const known = this.#next.get(key);
    const isKnown = this.#next.has(key) && (known === undefined || known > now);
    const next = isKnown ? known : nextRunAfter(now, schedule, timeZone);
    if (!isKnown) {
      if (this.#next.size >= MAX_REMEMBERED) this.#next.clear();
      this.#next.set(key, next);
    }
    return next === undefined ? undefined : new Date(next).toISOString();
  }
}

function nextRunAfter(
  now: number,
  schedule: string,
  // The default is the controller's own time zone, which is usually UTC.
  timeZone = 'UTC',
): number | undefined {
  const text = schedule.trim();
  const fields = (NAMED[text] ?? text).replaceAll('?', '*').split(/\s+/);
  if (fields.length !== 5 || isInterpretedDifferently(fields)) return undefined;
  try {
    return new CronTime(fields.join(' '), timeZone)
      .getNextDateFrom(new Date(now), timeZone)
      .toMillis();
  } catch {
    // The schedule or time zone is not valid, or the day does not exist.
    return undefined;
  }
}

// Kubernetes requires both days to match if one starts with a star, such as `*/2`.
// The library does so only for `*` alone.
// https://github.com/robfig/cron/blob/v3.0.1/spec.go#L178-L188
function isInterpretedDifferently([
  ,
  ,
  dayOfMonth,
  ,
  dayOfWeek,
]: string[]): boolean {
  const days = [dayOfMonth, dayOfWeek];
  return days.some(day => day.startsWith('*/')) && !days.includes('*');
}
