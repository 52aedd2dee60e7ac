import { z } from 'zod';
import { GiteaError, giteaRequest } from './giteaRequest';
import type { GiteaRepository } from './GiteaRepositories';
import type { PushAddress } from './PushWebhooks';

const hookSchema = z.object({
  id: z.number(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({ url: z.string() }),
});

type Hook = z.infer<typeof hookSchema>;

const EVENTS = ['push', 'delete'];

/** The most that Gitea gives at once, where its administrator has not said less. */
const PAGE = 50;

/**
 * Has Gitea tell an address of each push to a repository, and of branches that
 * are gone. An old token of the same address gives way to the new one. Of several
 * at once, the webhook that was there first stays.
 *
 * @returns what was to be done for it
 */
export async function ensurePushWebhook(
  repository: GiteaRepository,
  address: PushAddress,
  signal?: AbortSignal,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { integration, owner, name } = repository;
  const place = ['repos', owner, name, 'hooks'];
  const config = {
    url: address.url,
    content_type: 'json',
    http_method: 'post',
  };
  const body = { active: true, events: EVENTS, config };
  const known = await hooksFor(repository, address, signal);
  if (!known.length) {
    const made = hookSchema.parse(
      await giteaRequest(integration, place, {
        ...{ method: 'POST', body: { type: 'gitea', ...body }, signal },
      }),
    );
    const all = await hooksFor(repository, address, signal);
    if (!all.some(({ id }) => id < made.id)) return 'created';
    await giteaRequest(integration, [...place, String(made.id)], {
      ...{ method: 'DELETE', signal },
    }).catch(error => {
      const isGone = error instanceof GiteaError && error.status === 404;
      if (!isGone) throw error;
    });
    return 'unchanged';
  }
  const hook =
    known.find(({ config: { url } }) => url === address.url) ?? known[0];
  const tells = EVENTS.every(event => hook.events.includes(event));
  if (hook.active && tells && hook.config.url === address.url) {
    return 'unchanged';
  }
  await giteaRequest(integration, [...place, String(hook.id)], {
    ...{ method: 'PATCH', body, signal },
  });
  return 'updated';
}

/** Those that tell an address, with whatever token. */
async function hooksFor(
  { integration, owner, name }: GiteaRepository,
  address: PushAddress,
  signal: AbortSignal | undefined,
): Promise<Hook[]> {
  const found: Hook[] = [];
  const wanted = toldOf(address.shown);
  // Until there are none: how many a page has is for Gitea's administrator to say.
  for (let page = 1; ; page += 1) {
    const query = { page: String(page), limit: String(PAGE) };
    const place = ['repos', owner, name, 'hooks'];
    const hooks = z
      .array(hookSchema)
      .parse(await giteaRequest(integration, place, { query, signal }));
    if (!hooks.length) return found;
    found.push(...hooks.filter(({ config }) => toldOf(config.url) === wanted));
  }
}

/** What is told by an address: the token counts for nothing, nor `.git` after the repository. */
function toldOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const told = new URL(url);
  told.searchParams.delete('token');
  const repository = told.searchParams.get('url');
  if (repository !== null) {
    told.searchParams.set('url', repository.replace(/\.git$/, ''));
  }
  return told.href;
}
