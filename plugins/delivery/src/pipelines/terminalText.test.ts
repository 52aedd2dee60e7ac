import { terminalText } from './terminalText';
import { withoutTimes } from './withoutTimes';

const ESC = '\u001b[';

describe('terminalText', () => {
  it('says in codes that the viewer knows what a build tool wrote', () => {
    expect(terminalText(`[${ESC}1;34mINFO${ESC}m] ok`)).toBe(
      `[${ESC}1m${ESC}34mINFO${ESC}22m${ESC}23m${ESC}24m${ESC}39m${ESC}49m] ok`,
    );
    expect(terminalText(`${ESC}91mred`)).toBe(`${ESC}31mred`);
  });

  it('keeps of a progress bar what it came to', () => {
    expect(terminalText('10 %\r50 %\r100 %\nnext\r\nlast')).toBe(
      '100 %\nnext\nlast',
    );
  });
});

it('takes off the times that lines begin with, and no others', () => {
  expect(
    withoutTimes(
      '[2026-11-20T17:31:12.000Z] + mvn\n12:01:02 done\nat 12:01:02 it was',
    ),
  ).toBe('+ mvn\ndone\nat 12:01:02 it was');
});
