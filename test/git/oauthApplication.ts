import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writePrivateFile } from '../dev/privateFile.ts';
import { portalAddresses } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { adminClient } from './accounts.ts';
import { textOf } from './GiteaClient.ts';
import { giteaFiles } from './giteaFiles.ts';

const NAME = 'fairway';

/** Files with the OAuth client of the portal's sign-in. */
export interface OauthFiles {
  clientId: string;
  clientSecret: string;
  /** Secret with which the portal signs its sessions */
  sessionSecret: string;
}

/** @see {@link OauthFiles} */
export function oauthFiles(stack: Stack): OauthFiles {
  const { dir } = giteaFiles(stack);
  return {
    clientId: path.join(dir, 'oauth.client-id'),
    clientSecret: path.join(dir, 'oauth.client-secret'),
    sessionSecret: path.join(dir, 'oauth.session-secret'),
  };
}

/** Registers the portal as an OAuth application of a running Gitea. */
export async function makeOauthApplication(stack: Stack): Promise<void> {
  const { clientId, clientSecret, sessionSecret } = oauthFiles(stack);
  if (!existsSync(sessionSecret)) {
    writePrivateFile(sessionSecret, randomBytes(32).toString('base64url'));
  }
  if (existsSync(clientId) && existsSync(clientSecret)) return;
  const admin = await adminClient(stack);
  const made = await admin.call('POST', '/user/applications/oauth2', {
    name: NAME,
    confidential_client: true,
    redirect_uris: [
      `${portalAddresses(stack).backend}/api/auth/oidc/handler/frame`,
    ],
  });
  writePrivateFile(clientSecret, textOf(made, 'client_secret'));
  writePrivateFile(clientId, textOf(made, 'client_id'));
}
