import type { ScmIntegrationRegistry } from '@backstage/integration';

/** Credentials of a portal integration for git over HTTPS. */
interface IntegrationToken {
  username: string;
  token: string;
  /** Path between a repository's URL and the branch in the URLs of its files */
  filesPath?: string;
}

/**
 * Returns the user name and token for a repository, in the form that each provider
 * requires. Integrations that issue temporary tokens, such as GitHub Apps, are not
 * supported.
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
    return { username: 'x-access-token', token: github, filesPath: 'blob' };
  }
  const gitlab = integrations.gitlab.byUrl(url)?.config.token;
  if (gitlab) return { username: 'oauth2', token: gitlab, filesPath: '-/blob' };

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
