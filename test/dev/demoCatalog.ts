import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stack } from './stack.ts';

/** Git host that the demo's catalog files name; it does not exist. */
const WRITTEN = 'https://git.harbour.example';

/** Catalog file of the services; each service also has its part in its own repository. */
const SERVICES = 'components.yaml';

/** Annotation of a user with the id of the account, by which the portal signs people in. */
const USER_ID = 'fairway.dev/user-id';

/**
 * Writes the demo's catalog with the URL of the local Git server, so that the portal
 * can read the repositories, and with the ids of the people's accounts there. Omits the
 * services, which the portal discovers there.
 *
 * @param userIds - id of each account, by the name of its user in the catalog
 * @returns path of the written file
 */
export function writeDemoCatalog(
  stack: Stack,
  git: string,
  userIds: Record<string, string>,
): string {
  const from = path.join(stack.root, 'examples', 'catalog');
  const to = path.join(stack.dir, 'catalog');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter(each => each !== SERVICES)) {
    const text = readFileSync(path.join(from, name), 'utf8')
      .replace(`    - ./${SERVICES}\n`, '')
      .replaceAll(WRITTEN, git)
      .replace(/^kind: User\nmetadata:\n {2}name: (.*)$/gm, (user, person) =>
        Object.hasOwn(userIds, person)
          ? `${user}\n  annotations:\n    ${USER_ID}: '${userIds[person]}'`
          : user,
      );
    writeFileSync(path.join(to, name), text);
  }
  return path.join(to, 'all.yaml');
}
