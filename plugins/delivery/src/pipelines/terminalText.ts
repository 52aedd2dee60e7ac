// eslint-disable-next-line no-control-regex -- ESC is what is looked for
const CODES = /\u001b\[([0-9;]*)m/g;
/** What ends everything: bold, italic, underline and both colours. */
const RESET = [22, 23, 24, 39, 49];

/**
 * A log in the codes that the viewer knows: one a sequence, no reset, the bright
 * colours as the plain ones. What a line writes over itself is left out.
 *
 * @see https://en.wikipedia.org/wiki/ANSI_escape_code#SGR
 */
export function terminalText(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/^.*\r(?=[^\n])/gm, '')
    .replace(CODES, (_, codes: string) =>
      codes
        .split(';')
        .map(Number)
        .flatMap(code => (code === 0 ? RESET : plain(code)))
        .map(code => `\u001b[${code}m`)
        .join(''),
    );
}

function plain(code: number): number {
  const isBright = (code > 90 && code <= 97) || (code >= 100 && code <= 107);
  return isBright ? code - 60 : code;
}
