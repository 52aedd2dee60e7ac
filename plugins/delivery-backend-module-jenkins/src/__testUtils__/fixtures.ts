import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Text of a file in `__fixtures__`. */
export function fixtureText(name: string): string {
  return readFileSync(path.join(__dirname, '../__fixtures__', name), 'utf8');
}

/** JSON document in `__fixtures__`. */
export function fixtureJson(name: string): unknown {
  return JSON.parse(fixtureText(name));
}
