import { z } from 'zod';
import { askGitea } from './askGitea';
import type { GiteaRepository } from './GiteaRepositories';
import type { PushAddress } from './PushWebhooks';

const hooksSchema = z.array(
  z.object({
    id: z.number(),
    active: z.boolean(),
    events: z.array(z.string()),
    config: z.object({ url: z.string() }),
  }),
);

const EVENTS = ['push', 'delete'];

/**
 * Has Gitea tell an address of each push to a repository, and of branches that
 * are gone. An old token of the same address gives way to the new one.
 *
 * @returns what was to be done for it
 */
export async function tellOfPushes(
  { integration, owner, name }: GiteaRepository,
  address: PushAddress,
): Promise<'made' | 'changed' | 'nothing'> {
  const place = ['repos', owner, name, 'hooks'];
  const hooks = hooksSchema.parse(
    await askGitea(integration, place, { query: { limit: '50' } }),
  );
  const known = hooks.find(
    ({ config }) => shownOf(config.url) === address.shown,
  );
  const config = {
    url: address.url,
    content_type: 'json',
    http_method: 'post',
  };
  const body = { active: true, events: EVENTS, config };
  if (!known) {
    await askGitea(integration, place, {
      method: 'POST',
      body: { type: 'gitea', ...body },
    });
    return 'made';
  }
  const tells = EVENTS.every(event => known.events.includes(event));
  if (known.active && tells && known.config.url === address.url) {
    return 'nothing';
  }
  await askGitea(integration, [...place, String(known.id)], {
    method: 'PATCH',
    body,
  });
  return 'changed';
}

function shownOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const shown = new URL(url);
  shown.searchParams.delete('token');
  return shown.href;
}
