import { plainLine, settledLine, splitTimestamp, timeOfDay } from './terminal';

const ESC = '\u001b';

describe('a line of a log', () => {
  it('is what a terminal would leave', () => {
    expect(settledLine(`10 %\r50 %\r100 %`)).toBe('100 %');
    expect(settledLine(`${ESC}[2K${ESC}[1Gdone${ESC}[?25h`)).toBe('done');
    expect(settledLine(`${ESC}[8mha:////4Abc==${ESC}[0m[Pipeline] sh`)).toBe(
      '[Pipeline] sh',
    );
    expect(settledLine(`${ESC}]0;title\u0007text`)).toBe('text');
    expect(settledLine('x'.repeat(20_000))).toHaveLength(10_002);
  });

  it('keeps its colours to be shown, and loses them to be searched', () => {
    const red = `${ESC}[1;31mERROR${ESC}[0m no berths`;
    expect(settledLine(red)).toBe(red);
    expect(plainLine(red)).toBe('ERROR no berths');
  });

  it.each([
    ['[2026-11-23T10:12:13.456Z] npm ci', '10:12:13', 'npm ci'],
    ['2026-11-23 10:12:13,456 INFO up', '10:12:13', 'INFO up'],
    ['10:12:13  + make', '10:12:13', '+ make'],
  ])('has its time apart: %s', (text, time, rest) => {
    const split = splitTimestamp(text);
    expect(split.rest).toBe(rest);
    expect(timeOfDay(split.time ?? '')).toBe(time);
  });

  it('may have none', () => {
    expect(splitTimestamp('[INFO] 10:12:13')).toEqual({
      rest: '[INFO] 10:12:13',
    });
  });
});
