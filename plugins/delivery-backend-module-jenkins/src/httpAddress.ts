/** Returns an http(s) URL unchanged; undefined for anything else, which would not be safe as a link. */
export function httpAddress(
  text: string | null | undefined,
): string | undefined {
  if (!text) return undefined;
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}
