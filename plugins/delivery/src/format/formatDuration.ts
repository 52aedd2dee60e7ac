import { formatAge } from './formatAge';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Formats a duration in its two largest units, such as `1 min 35 sec`. */
export function formatDuration(seconds: number, language: string): string {
  const whole = Math.round(seconds);
  const unit = [DAY, HOUR, MINUTE].find(size => whole >= size) ?? 1;
  const rest = whole % unit;
  const below = { [DAY]: HOUR, [HOUR]: MINUTE }[unit] ?? 1;
  return [whole, ...(rest >= below ? [rest] : [])]
    .map(part => formatAge(part * 1_000, language))
    .join(' ');
}
