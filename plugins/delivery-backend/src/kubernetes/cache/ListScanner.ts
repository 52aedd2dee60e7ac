const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] =
  Array.from('"\\[]{}', character => character.charCodeAt(0));

/** Text before the array of items: their key, directly in the list. */
const ITEMS_KEY = /(?:^|[^\\])"items"\s*:\s*$/;

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
    let start = 0;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) this.#isInString = false;
      } else if (code === QUOTE) {
        this.#isInString = true;
      } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
        if (code === OPEN_ARRAY && this.#depth === 1 && !this.#isInItems) {
          const before = this.#envelope + text.slice(start, i);
          if (ITEMS_KEY.test(before)) {
            this.#envelope = `${before}[`;
            this.#isInItems = true;
            start = i + 1;
          }
        }
        this.#depth += 1;
      } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
        this.#depth -= 1;
        if (this.#isInItems && this.#depth === 2) {
          const item = this.#item + text.slice(start, i + 1);
          // A comma is before each item but the first.
          items.push(JSON.parse(item.replace(/^[\s,]+/, '')));
          this.#item = '';
          start = i + 1;
        } else if (this.#isInItems && this.#depth === 1) {
          this.#isInItems = false;
          start = i;
        }
      }
    }
    const rest = text.slice(start);
    if (this.#isInItems) this.#item += rest;
    else this.#envelope += rest;
    return items;
  }
}
