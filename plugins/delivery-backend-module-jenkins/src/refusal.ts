import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** What a server answered instead of what was asked of it. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** Its beginning */
  text: string;
}

/** Whom an answer was given to, of what, and whether it was to be changed. */
export interface Asked {
  /** As configured */
  server: string;
  /** None for anonymous calls */
  username?: string;
  /** `job 'harbour/orders'` */
  what: string;
  isWrite: boolean;
  /** What was to be done, where that is more than 'do that to' it, and what Jenkins calls the permission */
  wish?: PipelineRequest;
}

/** What a request is to come to, for whoever may not: `make job 'harbour/orders'`. */
export interface PipelineRequest {
  words: string;
  /** As its pages have it: `Job/Create` */
  permission: string;
}

/** The error that a refusal is: it names the server, what was asked, and what to do. */
export function refusalError(
  asked: Asked,
  { status, headers, text }: Refusal,
): Error {
  const name = `Jenkins '${asked.server}'`;
  const said = reasonOf(headers, text);
  switch (status) {
    case 401:
    case 403:
      return notAllowed(
        asked,
        headers.get('x-required-permission') ?? undefined,
      );
    case 404:
      return new NotFoundError(`${name} has no ${asked.what}`);
    case 409:
      return new ConflictError(
        `${name} would not: ${said ?? `${asked.what} is disabled or busy`}`,
      );
    case 503:
      return new ServiceUnavailableError(
        /getting ready to work|restarting|shutting down/i.test(text)
          ? `${name} is starting; it is asked again`
          : `${name} answers 503: it is overloaded or restarting${waitOf(headers)}`,
      );
    case 400:
      if (/you need to (be|have)\b/i.test(said ?? '')) {
        return new NotAllowedError(
          `${name} does not let its user do that to ${asked.what}: ${said}`,
        );
      }
      return new InputError(
        `${name} refuses that of ${asked.what}: ${said ?? 'it does not say why'}`,
      );
    default:
      return new ServiceUnavailableError(
        `${name} answered ${status} when asked for ${asked.what}${said ? `: ${said}` : ''}${waitOf(headers)}`,
      );
  }
}

/** An account that may not, or that a server does not know. */
export function notAllowed(
  { server, username, what, isWrite, wish }: Asked,
  permission = wish?.permission,
): NotAllowedError {
  const who =
    username === undefined ? 'anonymous users' : `its user '${username}'`;
  return new NotAllowedError(
    `Jenkins '${server}' does not let ${who} ${
      wish?.words ?? `${isWrite ? 'do that to' : 'read'} ${what}`
    }: give it the permission${
      permission ? ` ${permission}` : ''
    }, or configure another user and API token`,
  );
}

function waitOf(headers: Headers): string {
  const seconds = headers.get('retry-after');
  return seconds && /^\d{1,6}$/.test(seconds)
    ? ` (it asks to wait ${seconds} s)`
    : '';
}

/** What Jenkins says in a header, or in the middle of its error page. */
function reasonOf(headers: Headers, text: string): string | undefined {
  const header = headers.get('x-error');
  if (header) return header.slice(0, 300);
  return /<h1>\s*Error\s*<\/h1>\s*<p>([^<]{1,300})<\/p>/i
    .exec(text)?.[1]
    .trim();
}
