import type { Stack } from '../dev/stack.ts';
import { adminClient } from './accounts.ts';
import { giteaFiles } from './giteaFiles.ts';
import { ORGANISATION } from './seed.ts';

/** Who is told of pushes to which repositories. */
export interface PushWebhook {
  /** Of the organisation, by name */
  repositories: string[];
  /** On this machine: Gitea calls no other */
  address: string;
  token: string;
}

/**
 * Has Gitea tell Jenkins of each push, as the pipelines that people make on the
 * portal have it; once for each repository.
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
