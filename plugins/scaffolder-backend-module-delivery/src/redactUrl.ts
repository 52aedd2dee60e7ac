/** A URL without its user and password, for messages. */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const redacted = new URL(url);
  if (!redacted.username && !redacted.password) return url;
  redacted.username = '';
  redacted.password = '';
  return redacted.href;
}
