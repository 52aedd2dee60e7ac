import type { Stack } from '../dev/stack.ts';
import { adminClient } from './accounts.ts';
import { giteaFiles } from './giteaFiles.ts';
import { ORGANISATION } from './seed.ts';

/** Target and repositories of push webhooks. */
export interface PushWebhook {
  /** Names of repositories of the organization */
  repositories: string[];
  /** URL on this machine, because Gitea calls no other */
  address: string;
  token: string;
}

/**
 * Creates a webhook for pushes to Jenkins in each repository, equal to the webhooks
 * of pipelines that users create.
 */
export async function ensurePushWebhook(
  stack: Stack,
  { repositories, address, token }: PushWebhook,
): Promise<void> {
  const admin = await adminClient(stack);
  for (const name of repositories) {
    const clone = `${giteaFiles(stack).url}/${ORGANISATION}/${name}.git`;
    const url = new URL(address);
    url.searchParams.set('url', clone);
    const shown = url.href;
    url.searchParams.set('token', token);
    const hooks = `/repos/${ORGANISATION}/${name}/hooks`;
    const { body } = await admin.call('GET', `${hooks}?limit=50`);
    const known: { id: number; config: { url: string } }[] = Array.isArray(body)
      ? body
      : [];
    const same = known.find(({ config }) => config.url.startsWith(shown));
    if (same?.config.url === url.href) continue;
    const hook = {
      active: true,
      events: ['push', 'delete'],
      config: { url: url.href, content_type: 'json', http_method: 'post' },
    };
    if (same) await admin.call('PATCH', `${hooks}/${same.id}`, hook);
    else await admin.call('POST', hooks, { type: 'gitea', ...hook });
  }
}
