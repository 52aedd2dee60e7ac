/** Replaces the `{{name}}` placeholders of a sentence with values. */
export function fillSentence(
  sentence: string,
  values: Record<string, string | number>,
): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name) =>
    String(values[name] ?? ''),
  );
}
