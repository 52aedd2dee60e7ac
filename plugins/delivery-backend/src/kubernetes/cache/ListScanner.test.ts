import fc from 'fast-check';
import { ListScanner } from './ListScanner';

/** What a scanner reads of a text that arrives in parts of this size. */
function scan(text: string, size: number) {
  const scanner = new ListScanner();
  const items: unknown[] = [];
  for (let at = 0; at < text.length; at += size) {
    items.push(...scanner.push(text.slice(at, at + size)));
  }
  return { items, envelope: scanner.envelope };
}

const anyItem = fc.dictionary(
  fc.oneof(fc.constantFrom('items', 'a"b', '{', '\\'), fc.string()),
  fc.jsonValue(),
);
const anyList = fc.record({
  items: fc.array(anyItem, { maxLength: 5 }),
  metadata: fc.record({
    resourceVersion: fc.string(),
    items: fc.array(anyItem, { maxLength: 2 }),
  }),
  areItemsFirst: fc.boolean(),
  indent: fc.constantFrom(0, 2),
});

describe('ListScanner', () => {
  it('reads what JSON.parse reads, in whatever parts the text arrives', () => {
    fc.assert(
      fc.property(
        anyList,
        fc.integer({ min: 1, max: 40 }),
        ({ items, metadata, areItemsFirst, indent }, size) => {
          const text = JSON.stringify(
            areItemsFirst ? { items, metadata } : { metadata, items },
            undefined,
            indent,
          );
          const scanned = scan(text, size);
          const all = JSON.parse(text);
          expect(scanned.items).toEqual(all.items);
          expect(JSON.parse(scanned.envelope)).toEqual({ ...all, items: [] });
        },
      ),
    );
  });

  it.each([
    '{"items":null,"metadata":{}}',
    '<html>Log in</html>',
    '[1]',
    '{"message":"not a list of \\"items\\":["}',
  ])('leaves the text %s unchanged', text => {
    expect(scan(text, 3)).toEqual({ items: [], envelope: text });
  });
});
