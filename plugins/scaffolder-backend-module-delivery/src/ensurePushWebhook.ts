import { z } from 'zod';
import { GiteaError, giteaRequest } from './giteaRequest';
import type { GiteaRepository } from './GiteaRepositories';
import type { PushWebhookUrl } from './PushWebhooks';

const hookSchema = z.object({
  id: z.number(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({ url: z.string() }),
});

type Hook = z.infer<typeof hookSchema>;

const EVENTS = ['push', 'delete'];

/** Gitea's default maximum page size. */
const PAGE_SIZE = 50;

/**
 * Ensures that Gitea notifies a URL of each push to a repository and of each deleted
 * branch. A webhook with an outdated token is updated. If concurrent calls create
 * several webhooks, only the first one stays.
 *
 * @returns whether the webhook was created, updated or left unchanged
 */
export async function ensurePushWebhook(
  repository: GiteaRepository,
  webhookUrl: PushWebhookUrl,
  signal?: AbortSignal,
): Promise<'created' | 'updated' | 'unchanged'> {
  const { integration, owner, name } = repository;
  const apiPath = ['repos', owner, name, 'hooks'];
  const config = {
    url: webhookUrl.url,
    content_type: 'json',
    http_method: 'post',
  };
  const body = { active: true, events: EVENTS, config };
  const known = await findHooks(repository, webhookUrl, signal);
  if (!known.length) {
    const created = hookSchema.parse(
      await giteaRequest(integration, apiPath, {
        method: 'POST',
        body: { type: 'gitea', ...body },
        signal,
      }),
    );
    const all = await findHooks(repository, webhookUrl, signal);
    if (!all.some(({ id }) => id < created.id)) return 'created';
    await giteaRequest(integration, [...apiPath, String(created.id)], {
      method: 'DELETE',
      signal,
    }).catch(error => {
      const isGone = error instanceof GiteaError && error.status === 404;
      if (!isGone) throw error;
    });
    return 'unchanged';
  }
  const hook =
    known.find(({ config: { url } }) => url === webhookUrl.url) ?? known[0];
  const hasEvents = EVENTS.every(event => hook.events.includes(event));
  if (hook.active && hasEvents && hook.config.url === webhookUrl.url) {
    return 'unchanged';
  }
  await giteaRequest(integration, [...apiPath, String(hook.id)], {
    method: 'PATCH',
    body,
    signal,
  });
  return 'updated';
}

/** Finds the webhooks that notify a URL, with any token. */
async function findHooks(
  { integration, owner, name }: GiteaRepository,
  { redactedUrl }: PushWebhookUrl,
  signal: AbortSignal | undefined,
): Promise<Hook[]> {
  const found: Hook[] = [];
  const wanted = notificationTarget(redactedUrl);
  // Until a page is empty, because Gitea's administrator may set a smaller page size.
  for (let page = 1; ; page += 1) {
    const query = { page: String(page), limit: String(PAGE_SIZE) };
    const apiPath = ['repos', owner, name, 'hooks'];
    const hooks = z
      .array(hookSchema)
      .parse(await giteaRequest(integration, apiPath, { query, signal }));
    if (!hooks.length) return found;
    found.push(
      ...hooks.filter(
        ({ config }) => notificationTarget(config.url) === wanted,
      ),
    );
  }
}

/** Normalizes a webhook URL: without the token, and without `.git` after the repository. */
function notificationTarget(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const target = new URL(url);
  target.searchParams.delete('token');
  const repository = target.searchParams.get('url');
  if (repository !== null) {
    target.searchParams.set('url', repository.replace(/\.git$/, ''));
  }
  return target.href;
}
