const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Formats a time span in its largest whole unit, such as `3 min` or `3 分钟`. */
export function formatAge(milliseconds: number, language: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [unit, size] = UNITS.find(([, s]) => seconds >= s) ?? UNITS[3];
  const text = new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'day' || unit === 'hour' ? 'long' : 'short',
  }).format(Math.floor(seconds / size));
  // Intl puts no space between a number and a Chinese unit.
  return text.replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
}
