/** A line without the colours of a terminal. */
export function plainText(line: string): string {
  // eslint-disable-next-line no-control-regex -- ESC is what is looked for
  return line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}
