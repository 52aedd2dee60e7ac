/** What a browser may safely follow; undefined for anything else. */
export function httpAddress(
  text: string | null | undefined,
): string | undefined {
  if (!text) return undefined;
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}
