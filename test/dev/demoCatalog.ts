import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stack } from './stack.ts';

/** Where the demo's company has its Git, in a world of its own. */
const WRITTEN = 'https://git.harbour.example';

/** The services, each of which describes itself in its own repository. */
const SERVICES = 'components.yaml';

/**
 * Writes the demo's catalog with the address of the Git that runs here, so that
 * the portal can read what it names; without the services, which it discovers there.
 *
 * @returns the file to load
 */
export function writeDemoCatalog(stack: Stack, git: string): string {
  const from = path.join(stack.root, 'examples', 'catalog');
  const to = path.join(stack.dir, 'catalog');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter(each => each !== SERVICES)) {
    const text = readFileSync(path.join(from, name), 'utf8')
      .replace(`    - ./${SERVICES}\n`, '')
      .replaceAll(WRITTEN, git);
    writeFileSync(path.join(to, name), text);
  }
  return path.join(to, 'all.yaml');
}
