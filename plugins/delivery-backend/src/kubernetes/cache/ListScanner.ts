// Character codes of `"`, `\`, `[`, `]`, `{` and `}`
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Text before the array of items: their key, directly in the list. */
const ITEMS_KEY = /(?:^|[^\\])"items"\s{0,8}:\s{0,8}$/;
/** Length of the longest such text. */
const KEY_LENGTH = 26;

/**
 * Takes the items out of the text of a list while it arrives, so that a list of
 * any length needs the memory of one item. The text is `{..., "items": [...], ...}`
 * in any order.
 */
export class ListScanner {
  #envelope = '';
  #item = '';
  #depth = 0;
  #isInItems = false;
  #isInString = false;
  #isEscaped = false;

  /** The text without its items, once all of it has arrived */
  get envelope(): string {
    return this.#envelope;
  }

  /**
   * Takes the next part of the text.
   *
   * @returns the items that are complete now
   * @throws SyntaxError when an item is not JSON
   */
  push(text: string): unknown[] {
    const items: unknown[] = [];
    let depth = this.#depth;
    let start = 0;
    for (let i = this.#skipString(text, 0); i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) {
        this.#isInString = true;
        i = this.#skipString(text, i + 1) - 1;
      } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (depth === 1 && code === OPEN_ARRAY && !this.#isInItems) {
          const near = text.slice(Math.max(start, i - KEY_LENGTH), i);
          const before = this.#envelope.slice(-KEY_LENGTH) + near;
          if (ITEMS_KEY.test(before.slice(-KEY_LENGTH))) {
            this.#envelope += `${text.slice(start, i)}[`;
            this.#isInItems = true;
            start = i + 1;
          }
        }
        depth += 1;
      } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
        depth -= 1;
        if (depth === 2 && this.#isInItems) {
          const item = this.#item + text.slice(start, i + 1);
          // A comma is before each item but the first.
          items.push(JSON.parse(item.replace(/^[\s,]+/, '')));
          this.#item = '';
          start = i + 1;
        } else if (depth === 1 && this.#isInItems) {
          this.#isInItems = false;
          start = i;
        }
      }
    }
    this.#depth = depth;
    const rest = text.slice(start);
    if (this.#isInItems) this.#item += rest;
    else this.#envelope += rest;
    return items;
  }

  /** Position after the end of the current string, or the position where there is none. */
  #skipString(text: string, from: number): number {
    let i = from;
    while (this.#isInString && i < text.length) {
      if (this.#isEscaped) {
        this.#isEscaped = false;
        i += 1;
      } else {
        const quote = text.indexOf('"', i);
        const end = quote === -1 ? text.length : quote;
        this.#isEscaped = isEscapedAt(text, i, end);
        if (quote === -1) return text.length;
        if (!this.#isEscaped) this.#isInString = false;
        this.#isEscaped = false;
        i = quote + 1;
      }
    }
    return i;
  }
}

/** Whether an odd number of backslashes is before a position. */
function isEscapedAt(text: string, from: number, at: number): boolean {
  let first = at;
  while (first > from && text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}
