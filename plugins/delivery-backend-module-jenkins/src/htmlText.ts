const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Converts an HTML log to plain text: removes the tags of Jenkins' annotations and decodes entities. */
export function htmlText(html: string): string {
  return (
    html
      .replace(/<br\s*\/?>/gi, '\n')
      // A tag without `<` inside keeps the search linear.
      .replace(/<[a-z/!][^<>]*>/gi, '')
      .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, entity)
  );
}

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
