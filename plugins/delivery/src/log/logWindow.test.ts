import { lineAt, openWindow, withEarlier, withLater } from './logWindow';

/** A log that is served in parts, cut at any byte between characters. */
const LOG = 'Started\n潮 rises\nbuild\nDone';
const bytes = new TextEncoder().encode(LOG);

function part(start: number, end: number, isGrowing = false) {
  const text = new TextDecoder().decode(bytes.slice(start, end));
  return { text, start, end, size: bytes.length, isGrowing };
}

const whole = [
  { at: 0, text: 'Started' },
  { at: 8, text: '潮 rises' },
  { at: 18, text: 'build' },
  { at: 24, text: 'Done' },
];

describe('a window on a log', () => {
  it('knows at which byte each line begins', () => {
    expect(openWindow(part(0, bytes.length))).toEqual({
      lines: whole,
      start: 0,
      end: 28,
      size: 28,
      isGrowing: false,
      hasLater: false,
      isLastOpen: true,
    });
  });

  it('grows at both ends to the same, wherever the log was cut', () => {
    for (const first of [3, 8, 11, 18, 20]) {
      for (const second of [18, 21, 24, 26].filter(each => each >= first)) {
        const middle = openWindow(part(first, second));
        const all = withEarlier(
          withLater(middle, part(second, bytes.length)),
          part(0, first),
        );
        expect(all.lines).toEqual(whole);
        expect(all).toMatchObject({ start: 0, end: 28, isLastOpen: true });
      }
    }
  });

  it('lets go of whole lines at the far end when it would hold too much', () => {
    const later = withLater(openWindow(part(0, 18)), part(18, 28), 12);
    expect(later.lines).toEqual(whole.slice(2));
    expect(later).toMatchObject({ start: 18, end: 28 });

    const earlier = withEarlier(openWindow(part(18, 28)), part(0, 18), 12);
    expect(earlier.lines).toEqual(whole.slice(0, 2));
    expect(earlier).toMatchObject({ start: 0, end: 18, hasLater: true });
  });

  it('waits for the end of a line that is still written', () => {
    expect(openWindow(part(0, 24, true)).hasLater).toBe(false);
    expect(openWindow(part(0, 24)).hasLater).toBe(true);
  });

  it('begins anew where a log did', () => {
    const before = openWindow(part(0, bytes.length));
    const anew = {
      text: 'Again\n',
      start: 0,
      end: 6,
      size: 6,
      isGrowing: true,
    };
    expect(withLater(before, anew).lines).toEqual([{ at: 0, text: 'Again' }]);
  });

  it('finds the line that holds a byte', () => {
    const held = openWindow(part(8, 28));
    expect(lineAt(held, 12)).toEqual(whole[1]);
    expect(lineAt(held, 2)).toBeUndefined();
    expect(lineAt(held, 28)).toBeUndefined();
  });
});
