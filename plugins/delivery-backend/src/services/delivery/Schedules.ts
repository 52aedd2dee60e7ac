import { CronTime } from 'cron';

/** More are hardly ever in use; those that are come back by themselves. */
const MAX_REMEMBERED = 10_000;

/** What Kubernetes takes besides five fields, in five fields. */
const NAMED: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** When CronJobs run next, each reckoned once until that time has come. */
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
   * ISO time of the next run; undefined where the schedule has none, or is one
   * that we do not understand as Kubernetes does.
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
  // The controller's own where there is none, which is UTC almost everywhere.
  timeZone = 'UTC',
): number | undefined {
  const text = schedule.trim();
  const fields = (NAMED[text] ?? text).replaceAll('?', '*').split(/\s+/);
  if (fields.length !== 5 || isReadOtherwise(fields)) return undefined;
  try {
    return new CronTime(fields.join(' '), timeZone)
      .getNextDateFrom(new Date(now), timeZone)
      .toMillis();
  } catch {
    // Neither a schedule, nor a zone, nor a day that ever comes.
    return undefined;
  }
}

// A run needs both days to fit where one begins with a star, as `*/2` does; the
// library takes `*` alone for that.
// https://github.com/robfig/cron/blob/v3.0.1/spec.go#L178-L188
function isReadOtherwise([, , dayOfMonth, , dayOfWeek]: string[]): boolean {
  const days = [dayOfMonth, dayOfWeek];
  return days.some(day => day.startsWith('*/')) && !days.includes('*');
}
