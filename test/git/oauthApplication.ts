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

/** By what the portal signs people in, each in a file of its own. */
export interface OauthFiles {
  clientId: string;
  clientSecret: string;
  /** With what the portal signs its own sessions */
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

/** Makes the portal known to Gitea, which is up, as an application that people sign in to. */
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
