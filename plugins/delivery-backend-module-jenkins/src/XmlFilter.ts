/**
 * Limits of XML from outside, so that parsing it takes less than 200 ms. They apply to
 * what an {@link XmlFilter} keeps. `./dev bench limits` measures the largest allowed text.
 */
export const XML_LIMITS = {
  /** Characters of the kept text */
  characters: 512 * 1024,
  /** Tags of the kept text */
  tags: 30_000,
  /** Elements in each other */
  depth: 64,
  /** Characters of one tag, comment or CDATA section */
  markup: 64 * 1024,
} as const;

/** XML that exceeds {@link XML_LIMITS}, or has a document type declaration, which could define entities. */
export class XmlLimitError extends Error {
  override readonly name = 'XmlLimitError';

  /** @param limit - the limit that it exceeds */
  constructor(readonly limit: keyof typeof XML_LIMITS | 'doctype') {
    super(`The XML exceeds the limit '${limit}'`);
  }
}

/** Start and end of markup that contains no tags. */
const SECTIONS: [start: string, end: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];
const LONGEST_START = 9;

/**
 * Takes elements that are not needed out of an XML text while it arrives, and checks the
 * limits of the rest before it is parsed. It reads each character once.
 */
export class XmlFilter {
  readonly #isDropped: (name: string) => boolean;
  #kept = '';
  #rest = '';
  #tags = 0;
  #depth = 0;
  /** Number of open dropped elements */
  #dropped = 0;

  /** @param dropped - names of elements to take out with their content */
  static create(dropped: readonly string[] = []): XmlFilter {
    return new XmlFilter(dropped);
  }

  private constructor(dropped: readonly string[]) {
    const names = new Set(dropped);
    this.#isDropped = name => names.has(name);
  }

  /**
   * Takes the next part of the text.
   *
   * @throws XmlLimitError
   */
  push(part: string): void {
    const text = this.#rest + part;
    let at = 0;
    while (at < text.length) {
      const start = text.indexOf('<', at);
      const end = start < 0 ? text.length : start;
      this.#keep(text.slice(at, end));
      at = end;
      if (start < 0) break;
      const next = endOfMarkup(text, start);
      if (next === undefined) break;
      this.#addMarkup(text.slice(start, next));
      at = next;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > XML_LIMITS.markup) {
      throw new XmlLimitError('markup');
    }
  }

  /** The text without the dropped elements. */
  end(): string {
    return this.#kept + this.#rest;
  }

  #addMarkup(markup: string): void {
    if (/^<!(?!--|\[CDATA\[)/.test(markup)) throw new XmlLimitError('doctype');
    const name = /^<\/?([^\s/>]*)/.exec(markup)?.[1] ?? '';
    const isSection = /^<[!?]/.test(markup);
    if (!isSection && this.#isDropped(name)) this.#dropElement(markup);
    else if (this.#dropped === 0) {
      if (!isSection) this.#countTag(markup);
      this.#keep(markup);
    }
  }

  #dropElement(markup: string): void {
    if (markup.startsWith('</')) this.#dropped = Math.max(0, this.#dropped - 1);
    else if (!markup.endsWith('/>')) this.#dropped += 1;
  }

  #countTag(markup: string): void {
    this.#tags += 1;
    if (this.#tags > XML_LIMITS.tags) throw new XmlLimitError('tags');
    if (markup.startsWith('</')) this.#depth -= 1;
    else if (!markup.endsWith('/>')) this.#depth += 1;
    if (this.#depth > XML_LIMITS.depth) throw new XmlLimitError('depth');
  }

  #keep(text: string): void {
    if (this.#dropped > 0) return;
    this.#kept += text;
    if (this.#kept.length > XML_LIMITS.characters) {
      throw new XmlLimitError('characters');
    }
  }
}

/** Whether XML may be parsed as a whole. */
export function isWithinXmlLimits(xml: string): boolean {
  try {
    XmlFilter.create().push(xml);
    return true;
  } catch (error) {
    if (error instanceof XmlLimitError) return false;
    throw error;
  }
}

/** Position after a tag or a section; undefined if its end has not arrived. */
function endOfMarkup(text: string, start: number): number | undefined {
  const head = text.slice(start, start + LONGEST_START);
  const section = SECTIONS.find(([begin]) => head.startsWith(begin));
  if (section) {
    const [begin, finish] = section;
    const end = text.indexOf(finish, start + begin.length);
    return end < 0 ? undefined : end + finish.length;
  }
  // Another part may show that this is the start of a section.
  const isOpen =
    head.length < LONGEST_START &&
    SECTIONS.some(([begin]) => begin.startsWith(head));
  if (isOpen) return undefined;
  let quote = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const each = text[at];
    if (quote) {
      if (each === quote) quote = '';
    } else if (each === '"' || each === "'") {
      quote = each;
    } else if (each === '>') return at + 1;
  }
  return undefined;
}
