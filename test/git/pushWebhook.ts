import type { Stack } from '../dev/stack.ts';
import { adminClient } from './accounts.ts';

/** Who is told of pushes. */
export interface PushWebhook {
  /** On this machine: Gitea calls no other */
  url: string;
  /** Signs what is sent: https://docs.gitea.com/usage/webhooks */
  secret: string;
}

/** Has Gitea tell of each push to any repository of the organisation; once for each address. */
export async function tellOfPushes(
  stack: Stack,
  { url, secret }: PushWebhook,
): Promise<void> {
  const admin = await adminClient(stack);
  const { body } = await admin.call('GET', '/orgs/harbour/hooks?limit=50');
  const hooks: { id: number; config: { url: string } }[] = Array.isArray(body)
    ? body
    : [];
  const known = hooks.find(hook => hook.config.url === url);
  const hook = {
    active: true,
    events: ['push'],
    config: { url, secret, content_type: 'json' },
  };
  if (known) await admin.call('PATCH', `/orgs/harbour/hooks/${known.id}`, hook);
  else {
    await admin.call('POST', '/orgs/harbour/hooks', { type: 'gitea', ...hook });
  }
}
