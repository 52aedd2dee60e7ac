const TIME = /^(?:\[\d{4}-\d\d-\d\dT[\d:.]+Z?\]|\d\d:\d\d:\d\d(?:\.\d+)?) ?/gm;

/** A log without the times that its lines begin with, where they do. */
export function withoutTimes(text: string): string {
  return text.replace(TIME, '');
}
