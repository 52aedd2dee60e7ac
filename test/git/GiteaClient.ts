/** As whom Gitea is asked. */
export type GiteaCredential =
  { token: string } | { username: string; password: string };

/** What Gitea's API answered, where that is no error. */
export interface GiteaAnswer {
  status: number;
  /** Of JSON; undefined, where there is none */
  body: unknown;
}

/** Asks Gitea's API as one of its users. https://docs.gitea.com/api */
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
   * @param expected - statuses besides success that are an answer
   * @throws Error that names the call and gives Gitea's own words
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
        `Gitea answers ${method} ${path} with ${response.status}: ${text}`,
      );
    }
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : undefined,
    };
  }
}

/** The header by which Gitea's API and its git know who asks. */
export function authorization(credential: GiteaCredential): string {
  if ('token' in credential) return `token ${credential.token}`;
  const { username, password } = credential;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * A text of an answer.
 *
 * @throws Error when there is none
 */
export function textOf({ body }: GiteaAnswer, key: string): string {
  if (typeof body === 'object' && body !== null) {
    const value: unknown = Object.entries(body).find(([k]) => k === key)?.[1];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
  }
  throw new Error(`Gitea's answer has no '${key}'`);
}
