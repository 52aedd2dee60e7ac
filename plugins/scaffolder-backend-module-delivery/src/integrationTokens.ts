import type { ScmIntegrationRegistry } from '@backstage/integration';

/** What git shows to a server that the portal's integrations name. */
interface IntegrationToken {
  username: string;
  token: string;
  /** Between a repository's page and a branch, in the addresses of its files' pages */
  files?: string;
}

/**
 * The token for a repository as user name and password of git, after what each
 * provider asks for. GitHub Apps and others that make tokens have none to give.
 *
 * @see https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api
 * @see https://docs.gitlab.com/user/profile/personal_access_tokens/#clone-repository-using-personal-access-token
 * @see https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html
 * @see https://support.atlassian.com/bitbucket-cloud/docs/using-api-tokens/
 */
export function integrationToken(
  integrations: ScmIntegrationRegistry,
  url: string,
): IntegrationToken | undefined {
  const github = integrations.github.byUrl(url)?.config.token;
  if (github) {
    return { username: 'x-access-token', token: github, files: 'blob' };
  }
  const gitlab = integrations.gitlab.byUrl(url)?.config.token;
  if (gitlab) return { username: 'oauth2', token: gitlab, files: '-/blob' };

  const server = integrations.bitbucketServer.byUrl(url)?.config;
  const ofServer = server?.token ?? server?.password;
  if (ofServer) {
    return { username: server?.username ?? 'x-token-auth', token: ofServer };
  }
  const cloud = integrations.bitbucketCloud.byUrl(url)?.config;
  if (cloud?.token) {
    const username = cloud.username
      ? 'x-bitbucket-api-token-auth'
      : 'x-token-auth';
    return { username, token: cloud.token };
  }
  return undefined;
}
