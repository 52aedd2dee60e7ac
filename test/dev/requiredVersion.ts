/**
 * The version of a module that a go.mod requires.
 *
 * @throws Error when it requires no such module
 */
export function requiredVersion(goMod: string, goModule: string): string {
  const line = goMod
    .split('\n')
    .map(text => text.trim().replace(/^require /, ''))
    .find(text => text.startsWith(`${goModule} v`));
  if (!line) throw new Error(`The go.mod does not require '${goModule}'`);
  return line.split(' ')[1];
}
