import { plainText, visibleText, splitTimestamp, timeOfDay } from './terminal';

const ESC = '\u001b';

describe('log line', () => {
  it('looks as in a terminal', () => {
    expect(visibleText(`10 %\r50 %\r100 %`)).toBe('100 %');
    expect(visibleText(`${ESC}[2K${ESC}[1Gdone${ESC}[?25h`)).toBe('done');
    expect(visibleText(`${ESC}[8mha:////4Abc==${ESC}[0m[Pipeline] sh`)).toBe(
      '[Pipeline] sh',
    );
    expect(visibleText(`${ESC}]0;title\u0007text`)).toBe('text');
    expect(visibleText('x'.repeat(20_000))).toHaveLength(10_002);
  });

  // test/dev/checkRegexes.ts proves that the expressions are linear.
  it.each([
    ['window titles', `${ESC}]`],
    ['notes of Jenkins', `${ESC}[8mha:`],
    ['control sequences', `${ESC}[`],
    ['colours', `${ESC}[1;`],
  ])('keeps 1 MiB of %s that never end', (_, sequence) => {
    const line = sequence.repeat((1024 * 1024) / sequence.length);
    expect(visibleText(line)).toBe(`${line.slice(0, 10_000)} …`);
    expect(plainText(line).length).toBeLessThanOrEqual(10_002);
  });

  it('ends a window title at a bell or a string terminator only', () => {
    expect(visibleText(`${ESC}]0;a${ESC}\\text`)).toBe('text');
    expect(visibleText(`${ESC}]0;a${ESC}[1mtext`)).toBe(
      `${ESC}]0;a${ESC}[1mtext`,
    );
  });

  it('has colours for display and none for search', () => {
    const red = `${ESC}[1;31mERROR${ESC}[0m no berths`;
    expect(visibleText(red)).toBe(red);
    expect(plainText(red)).toBe('ERROR no berths');
  });

  it.each([
    ['[2026-11-23T10:12:13.456Z] npm ci', '10:12:13', 'npm ci'],
    ['2026-11-23 10:12:13,456 INFO up', '10:12:13', 'INFO up'],
    ['10:12:13  + make', '10:12:13', '+ make'],
  ])('is split from its timestamp: %s', (text, time, rest) => {
    const split = splitTimestamp(text);
    expect(split.rest).toBe(rest);
    expect(timeOfDay(split.time ?? '')).toBe(time);
  });

  it('can have no timestamp', () => {
    expect(splitTimestamp('[INFO] 10:12:13')).toEqual({
      rest: '[INFO] 10:12:13',
    });
  });
});
