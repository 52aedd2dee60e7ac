/** Short form of an entity ref: its name, with its namespace unless that is `default`. */
export function shortRef(entityRef: string): string {
  const [, rest = entityRef] = entityRef.split(':');
  return rest.replace(/^default\//, '');
}
