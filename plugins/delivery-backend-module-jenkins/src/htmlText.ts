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

/** Elements that Jenkins' formatters allow in a description. */
const ELEMENT =
  /<\/?(?:a|abbr|b|big|blockquote|br|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)(?:\s[^<>]*)?\/?>/i;

/**
 * Converts a description to plain text. Depending on Jenkins' configuration, it is HTML
 * or plain text; only a text with an element of HTML is converted.
 */
export function descriptionText(description: string): string {
  if (!ELEMENT.test(description)) return description;
  const withLineEnds = description
    .replace(/<(script|style)\b[^<]*<\/\1>/gi, '')
    .replace(/<\/(?:p|div|li|h[1-6]|tr|blockquote|pre)>/gi, '\n');
  return htmlText(withLineEnds)
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean)
    .join('\n');
}

function entity(whole: string, name: string): string {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
