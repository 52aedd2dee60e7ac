import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import { getGiteaRequestOptions } from '@backstage/integration';
import type { GiteaIntegrationConfig } from '@backstage/integration';

/** What Gitea would not do, in its own words. */
export class GiteaError extends CustomErrorBase {
  /** Of HTTP */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/**
 * Asks Gitea's API as the portal's account.
 *
 * @param path - below `/api/v1`, a segment each
 * @returns undefined where there is no such thing to read, or nothing to say
 * @throws GiteaError, or ServiceUnavailableError
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
  const place = path.map(encodeURIComponent).join('/');
  const url = `${giteaUrl(integration)}/api/v1/${place}?${new URLSearchParams(query)}`;
  const response = await fetch(url, {
    ...{ method, signal },
    // A redirect would take the portal's credential elsewhere.
    redirect: 'error',
    headers: {
      ...getGiteaRequestOptions(integration).headers,
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(error => {
    signal?.throwIfAborted();
    throw new ServiceUnavailableError(
      `${integration.host} does not answer: ${error.cause?.message || error.message}`,
    );
  });
  if (response.status === 404 && method === 'GET') return undefined;
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    throw new GiteaError(
      `${integration.host} answered ${response.status} to ${method} ${place}: ${said.message ?? response.statusText}. Look what the portal's account there may do`,
      response.status,
    );
  }
  return response.status === 204 ? undefined : response.json();
}

/** Without a slash at its end. */
export function giteaUrl({ baseUrl, host }: GiteaIntegrationConfig): string {
  return (baseUrl ?? `https://${host}`).replace(/\/+$/, '');
}
