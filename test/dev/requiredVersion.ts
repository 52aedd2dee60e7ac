/**
 * Version of a module in the requirements of a go.mod.
 *
 * @throws Error if it does not require the module
 */
export function requiredVersion(goMod: string, goModule: string): string {
  const line = goMod
    .split('\n')
    .map(text => text.trim().replace(/^require /, ''))
    .find(text => text.startsWith(`${goModule} v`));
  if (!line) throw new Error(`The go.mod does not require '${goModule}'`);
  return line.split(' ')[1];
}
