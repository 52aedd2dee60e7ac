import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProblemCode } from '@fairway/backstage-plugin-delivery-common';
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
  /** Name of the object of the request: `harbour/orders #7` */
  target: string;
  isWrite: boolean;
  /** Intent of the request, if it is more specific than reading or changing the target */
  intent?: RequestIntent;
}

type PermissionProblemCode = Extract<
  PipelineProblemCode,
  `jenkins${string}Forbidden`
>;

/** The intent of a request, for permission errors. */
export interface RequestIntent {
  /** Code of the error when the user lacks the permission */
  denied: PermissionProblemCode;
  /** Required permission, with its name on Jenkins' pages: `Job/Create` */
  permission: string;
}

/** Converts an error response to an error that names the server, the request, and what to do. */
export function responseError(
  context: RequestContext,
  { status, headers, text }: ErrorResponse,
): Error {
  const { server, target } = context;
  const reason = reasonOf(headers, text);
  const answer = reason ?? status;
  switch (status) {
    case 401:
      return credentialsError(context);
    case 403:
      return permissionError(
        context,
        headers.get('x-required-permission') ?? undefined,
      );
    case 404:
      return problemError(
        NotFoundError,
        pipelineProblem('jenkinsNotFound', { server, target }),
      );
    case 409:
      return problemError(
        ConflictError,
        reason === undefined
          ? pipelineProblem('jenkinsBusy', { server, target })
          : pipelineProblem('jenkinsRejected', { server, target, answer }),
      );
    case 503:
      return problemError(
        ServiceUnavailableError,
        /getting ready to work|restarting|shutting down/i.test(text)
          ? pipelineProblem('jenkinsStarting', { server })
          : pipelineProblem('jenkinsOverloaded', {
              server,
              answer: `${status}${retryAfter(headers)}`,
            }),
      );
    case 400:
      return /you need to (be|have)\b/i.test(reason ?? '')
        ? problemError(
            NotAllowedError,
            pipelineProblem('jenkinsUserNotAllowed', {
              server,
              target,
              answer,
            }),
          )
        : problemError(
            InputError,
            pipelineProblem('jenkinsRejected', { server, target, answer }),
          );
    default:
      return problemError(
        ServiceUnavailableError,
        pipelineProblem('jenkinsUnexpectedAnswer', {
          server,
          target,
          answer: `${status}${reason ? ` ${reason}` : ''}${retryAfter(headers)}`,
        }),
      );
  }
}

/** Error for credentials that the server does not accept, or requires. */
function credentialsError({
  server,
  username,
  target,
}: RequestContext): NotAllowedError {
  return problemError(
    NotAllowedError,
    username === undefined
      ? pipelineProblem('jenkinsCredentialsMissing', { server, target })
      : pipelineProblem('jenkinsCredentialsRejected', {
          server,
          target,
          username,
        }),
  );
}

/** Error for an account that lacks a permission. */
export function permissionError(
  { server, username, target, isWrite, intent }: RequestContext,
  permission = intent?.permission,
): NotAllowedError {
  const code = isWrite ? 'jenkinsChangeForbidden' : 'jenkinsReadForbidden';
  return problemError(
    NotAllowedError,
    pipelineProblem(intent?.denied ?? code, {
      server,
      target,
      // Jenkins' own name of a user who has not logged in
      username: username ?? 'anonymous',
      permission: permission ?? (isWrite ? 'Job/Configure' : 'Job/Read'),
    }),
  );
}

/** The header in the form of HTTP, which needs no translation. */
function retryAfter(headers: Headers): string {
  const seconds = headers.get('retry-after');
  return seconds && /^\d{1,6}$/.test(seconds)
    ? `, Retry-After: ${seconds}`
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
