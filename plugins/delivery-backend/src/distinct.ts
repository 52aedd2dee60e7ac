/** Texts without those that are there already, in one order whatever theirs was. */
export function distinct(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
