import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';
import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import { getGiteaRequestOptions } from '@backstage/integration';
import type { GiteaIntegrationConfig } from '@backstage/integration';

/** Error response of Gitea. */
export class GiteaError extends CustomErrorBase {
  /** HTTP status of the response */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/**
 * Sends a request to Gitea's API as the portal's account.
 *
 * @param path - path segments below `/api/v1`, not encoded
 * @returns the parsed response; undefined for a GET of an object that does not
 * exist, and for a response without content
 * @throws GiteaError for an error response
 * @throws ServiceUnavailableError if Gitea is unreachable
 * @see https://docs.gitea.com/api/
 */
export async function giteaRequest(
  integration: GiteaIntegrationConfig,
  path: string[],
  options: {
    method?: string;
    query?: Record<string, string>;
    body?: object;
    signal?: AbortSignal;
  } = {},
): Promise<Record<string, unknown> | undefined> {
  const { method = 'GET', query = {}, body, signal } = options;
  const encodedPath = path.map(encodeURIComponent).join('/');
  const url = `${giteaUrl(integration)}/api/v1/${encodedPath}?${new URLSearchParams(query)}`;
  const response = await fetch(url, {
    method,
    signal,
    // A redirect would send the portal's credential to another server.
    redirect: 'error',
    headers: {
      ...getGiteaRequestOptions(integration).headers,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(error => {
    signal?.throwIfAborted();
    throw new ServiceUnavailableError(
      `${integration.host} is unreachable: ${error.cause?.message || error.message}`,
    );
  });
  if (response.status === 404 && method === 'GET') return undefined;
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new GiteaError(
      `${integration.host} answered ${response.status} to ${method} ${encodedPath}: ${answer.message ?? response.statusText}. Check the permissions of the portal's account there.`,
      response.status,
    );
  }
  return response.status === 204 ? undefined : response.json();
}

/** Returns the base URL of a Gitea server without a trailing slash. */
export function giteaUrl({ baseUrl, host }: GiteaIntegrationConfig): string {
  return trimEndOf(baseUrl ?? `https://${host}`, '/');
}
