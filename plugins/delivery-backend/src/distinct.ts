/** Texts without duplicates, sorted. */
export function distinct(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
