import { lineAt, openWindow, prependPart, appendPart } from './logWindow';

/** Log that is served in parts, cut between any two characters. */
const LOG = 'Started\n潮 rises\nbuild\nDone';
const bytes = new TextEncoder().encode(LOG);

function part(start: number, end: number, isGrowing = false) {
  const text = new TextDecoder().decode(bytes.slice(start, end));
  return { text, start, end, size: bytes.length, isGrowing };
}

const whole = [
  { offset: 0, text: 'Started' },
  { offset: 8, text: '潮 rises' },
  { offset: 18, text: 'build' },
  { offset: 24, text: 'Done' },
];

describe('log window', () => {
  it('has the offset of each line', () => {
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

  it('has the same lines wherever the parts are cut', () => {
    for (const first of [3, 8, 11, 18, 20]) {
      for (const second of [18, 21, 24, 26].filter(each => each >= first)) {
        const middle = openWindow(part(first, second));
        const all = prependPart(
          appendPart(middle, part(second, bytes.length)),
          part(0, first),
        );
        expect(all.lines).toEqual(whole);
        expect(all).toMatchObject({ start: 0, end: 28, isLastOpen: true });
      }
    }
  });

  it('removes whole lines at the other end above the size limit', () => {
    const later = appendPart(openWindow(part(0, 18)), part(18, 28), 12);
    expect(later.lines).toEqual(whole.slice(2));
    expect(later).toMatchObject({ start: 18, end: 28 });

    const earlier = prependPart(openWindow(part(18, 28)), part(0, 18), 12);
    expect(earlier.lines).toEqual(whole.slice(0, 2));
    expect(earlier).toMatchObject({ start: 0, end: 18, hasLater: true });
  });

  it('does not request the incomplete last line of a growing log', () => {
    expect(openWindow(part(0, 24, true)).hasLater).toBe(false);
    expect(openWindow(part(0, 24)).hasLater).toBe(true);
  });

  it('starts again when the log starts again', () => {
    const before = openWindow(part(0, bytes.length));
    const restarted = {
      text: 'Again\n',
      start: 0,
      end: 6,
      size: 6,
      isGrowing: true,
    };
    expect(appendPart(before, restarted).lines).toEqual([
      { offset: 0, text: 'Again' },
    ]);
  });

  it('finds the line that contains a byte', () => {
    const held = openWindow(part(8, 28));
    expect(lineAt(held, 12)).toEqual(whole[1]);
    expect(lineAt(held, 2)).toBeUndefined();
    expect(lineAt(held, 28)).toBeUndefined();
  });
});
