import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** An error response of a server. */
export interface ErrorResponse {
  status: number;
  headers: Headers;
  /** Beginning of the body */
  text: string;
}

/** The request that an error response belongs to. */
export interface RequestContext {
  /** Configured name of the server */
  server: string;
  /** User name; absent for anonymous requests */
  username?: string;
  /** Object of the request: `job 'harbour/orders'` */
  target: string;
  isWrite: boolean;
  /** Intent of the request, if it is more specific than reading or changing the target */
  intent?: RequestIntent;
}

/** The intent of a request, for permission errors. */
export interface RequestIntent {
  /** Verb and object: `create job 'harbour/orders'` */
  action: string;
  /** Required permission, with its name on Jenkins' pages: `Job/Create` */
  permission: string;
}

/** Converts an error response to an error that names the server, the request, and what to do. */
export function responseError(
  context: RequestContext,
  { status, headers, text }: ErrorResponse,
): Error {
  const name = `Jenkins '${context.server}'`;
  const { target } = context;
  const reason = reasonOf(headers, text);
  switch (status) {
    case 401:
    case 403:
      return permissionError(
        context,
        headers.get('x-required-permission') ?? undefined,
      );
    case 404:
      return new NotFoundError(`${name} has no ${target}`);
    case 409:
      return new ConflictError(
        `${name} rejected the request for ${target}: ${reason ?? 'it is disabled or busy'}`,
      );
    case 503:
      return new ServiceUnavailableError(
        /getting ready to work|restarting|shutting down/i.test(text)
          ? `${name} is starting. The portal will retry.`
          : `${name} answered 503: it is overloaded or restarting${retryAfter(headers)}`,
      );
    case 400:
      if (/you need to (be|have)\b/i.test(reason ?? '')) {
        return new NotAllowedError(
          `${name} does not allow the portal's user to change ${target}: ${reason}`,
        );
      }
      return new InputError(
        `${name} rejected the request for ${target}: ${reason ?? 'it gave no reason'}`,
      );
    default:
      return new ServiceUnavailableError(
        `${name} answered ${status} to the request for ${target}${reason ? `: ${reason}` : ''}${retryAfter(headers)}`,
      );
  }
}

/** Error for an account that lacks a permission, or that the server does not know. */
export function permissionError(
  { server, username, target, isWrite, intent }: RequestContext,
  permission = intent?.permission,
): NotAllowedError {
  const user =
    username === undefined ? 'anonymous users' : `the user '${username}'`;
  const action = intent?.action ?? `${isWrite ? 'change' : 'read'} ${target}`;
  const required = permission ? `the permission ${permission}` : 'permission';
  return new NotAllowedError(
    `Jenkins '${server}' does not allow ${user} to ${action}. Grant ${required} in Jenkins, or configure another user and API token.`,
  );
}

function retryAfter(headers: Headers): string {
  const seconds = headers.get('retry-after');
  return seconds && /^\d{1,6}$/.test(seconds)
    ? `. Retry after ${seconds} s`
    : '';
}

/** Jenkins' message in a header, or in the body of its error page. */
function reasonOf(headers: Headers, text: string): string | undefined {
  const header = headers.get('x-error');
  if (header) return header.slice(0, 300);
  return /<h1>\s*Error\s*<\/h1>\s*<p>([^<]{1,300})<\/p>/i
    .exec(text)?.[1]
    .trim();
}
