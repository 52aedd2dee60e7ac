/** An entity ref as people say it: its name, with its namespace where that is not the default one. */
export function shortRef(entityRef: string): string {
  const [, rest = entityRef] = entityRef.split(':');
  return rest.replace(/^default\//, '');
}
