/** Locale of the browser in the language of the portal, so that times have the viewer's format. */
function localeOf(language: string): string {
  return (
    navigator.languages.find(
      each => each === language || each.startsWith(`${language}-`),
    ) ?? language
  );
}

/** A time (ISO) with its date and time zone. */
export function formatDateTime(time: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(new Date(time));
}

/** A time (ISO) with its time zone, and with its date unless it is today. */
export function formatTime(time: string, language: string): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(localeOf(language), {
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(isToday ? {} : { month: 'short', day: 'numeric' }),
  }).format(date);
}
