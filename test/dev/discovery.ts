import path from 'node:path';
import { ORGANISATION, demoRepositories, giteaFiles } from '../git/index.ts';
import { guestToken } from './guestToken.ts';
import { portalAddresses } from './stack.ts';
import type { Stack } from './stack.ts';
import type { Step } from './steps.ts';
import { waitFor } from './waitFor.ts';

const TIMEOUT_MS = 120_000;

/** Waits until the portal's catalog has every service with a catalog file in its repository. */
export function discoveryStep(stack: Stack): Step {
  return {
    title: 'Services in the catalog',
    run: async (onProgress, signal) => {
      const { repositories } = await demoRepositories(
        path.join(stack.root, 'examples'),
      );
      const files = repositories.map(
        ({ service }) =>
          `url:${giteaFiles(stack).url}/${ORGANISATION}/${service.name}/src/branch/main/catalog-info.yaml`,
      );
      const token = await guestToken(portalAddresses(stack).backend);
      let missing = files;
      await waitFor(
        'the catalog to discover the services in Git',
        async () => {
          const read = await filesRead(stack, token);
          missing = files.filter(file => !read.has(file));
          onProgress(files.length - missing.length, files.length);
          return !missing.length;
        },
        {
          timeoutMs: TIMEOUT_MS,
          signal,
          details: () =>
            `Missing: ${missing.join(', ')}. The log of the backend gives the reason.`,
        },
      );
    },
  };
}

/** URLs of the files that the catalog read its components from. */
async function filesRead(stack: Stack, token: string): Promise<Set<string>> {
  const { backend } = portalAddresses(stack);
  const query = 'filter=kind=component&fields=metadata.annotations&limit=1000';
  const answer = await fetch(
    `${backend}/api/catalog/entities/by-query?${query}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  if (!answer.ok) return new Set();
  const { items }: { items: ReadEntity[] } = await answer.json();
  return new Set(
    items.flatMap(
      ({ metadata }) =>
        metadata.annotations?.['backstage.io/managed-by-location'] ?? [],
    ),
  );
}

/** The requested fields of an entity. */
interface ReadEntity {
  metadata: { annotations?: Record<string, string> };
}
