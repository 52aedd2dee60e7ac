import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '../kubernetes/projection/__fixtures__');

/** A copy of a recorded object. */
export function recorded(name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
}

/**
 * A recorded object with changes, by their path, such as `spec.replicas`; undefined
 * removes a field.
 */
export function fixtureWith(
  name: string,
  differences: Record<string, unknown>,
): unknown {
  const object = recorded(name);
  for (const [place, value] of Object.entries(differences)) {
    const keys = place.split('.');
    const last = keys.pop() ?? '';
    let parent = object as Record<string, unknown>;
    for (const key of keys) {
      parent = (parent[key] ??= {}) as Record<string, unknown>;
    }
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return object;
}
