/** Credential for Gitea. */
export type GiteaCredential =
  { token: string } | { username: string; password: string };

/** Successful answer of Gitea's API. */
export interface GiteaAnswer {
  status: number;
  /** Parsed JSON; undefined without a body */
  body: unknown;
}

/** Calls Gitea's API as one of its users. https://docs.gitea.com/api */
export class GiteaClient {
  readonly #url: string;
  readonly #authorization: string;

  static create(url: string, credential: GiteaCredential): GiteaClient {
    return new GiteaClient(url, authorization(credential));
  }

  private constructor(url: string, header: string) {
    this.#url = url;
    this.#authorization = header;
  }

  /**
   * @param expected - statuses to accept in addition to success
   * @throws Error that names the call and has Gitea's message
   */
  async call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    expected: number[] = [],
  ): Promise<GiteaAnswer> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        authorization: this.#authorization,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok && !expected.includes(response.status)) {
      throw new Error(
        `Gitea answered ${method} ${path} with ${response.status}: ${text}`,
      );
    }
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : undefined,
    };
  }
}

/** Authorization header for Gitea's API and git. */
export function authorization(credential: GiteaCredential): string {
  if ('token' in credential) return `token ${credential.token}`;
  const { username, password } = credential;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * Reads a string of an answer.
 *
 * @throws Error if it is missing
 */
export function textOf({ body }: GiteaAnswer, key: string): string {
  if (typeof body === 'object' && body !== null) {
    const value: unknown = Object.entries(body).find(([k]) => k === key)?.[1];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
  }
  throw new Error(`Gitea's answer has no '${key}'`);
}
