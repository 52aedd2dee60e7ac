import { CustomErrorBase } from '@backstage/errors';
import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

const statusSchema = z.object({ message: z.string() });

/** The API server sent an answer other than the expected one. */
export class ClusterAnswerError extends CustomErrorBase {
  name = 'ClusterAnswerError' as const;

  /** Seconds that the API server asks to wait, from `Retry-After` */
  readonly retryAfter: number | undefined;

  constructor(
    readonly problem: CodedMessage,
    retryAfter?: number,
  ) {
    super(problem.message);
    this.retryAfter = retryAfter;
  }
}

/** The requested resource version is too old; only a new list helps. */
export class ResourceExpiredError extends CustomErrorBase {
  name = 'ResourceExpiredError' as const;
}

/** The cluster is at an earlier resource version than before: its data were restored. */
export class ClusterRestoredError extends CustomErrorBase {
  name = 'ClusterRestoredError' as const;
}

/** The API server ended a watch soon after it accepted it. */
export class BriefWatchError extends CustomErrorBase {
  name = 'BriefWatchError' as const;
}

/** The cluster lacks the kind. */
export class ResourceAbsentError extends ClusterAnswerError {}

/** The cluster does not let the portal read the kind. */
export class ResourceForbiddenError extends ClusterAnswerError {}

/** Error for an answer with an error status and its text. */
export function answerError(options: {
  cluster: string;
  resource: string;
  status: number;
  text: string;
  retryAfter?: number;
}): ClusterAnswerError | ResourceExpiredError {
  const { cluster, resource, status, retryAfter } = options;
  const answer = apiErrorMessage(options.text, status);
  switch (status) {
    case 401:
      return new ClusterAnswerError(
        clusterProblem('credentialRefused', { cluster, answer }),
      );
    case 403:
      return new ResourceForbiddenError(
        clusterProblem('readForbidden', { cluster, resource, answer }),
      );
    case 404:
      return new ResourceAbsentError(
        clusterProblem('kindAbsent', { cluster, resource, answer }),
      );
    case 410:
      return new ResourceExpiredError(answer);
    case 429:
      return new ClusterAnswerError(
        clusterProblem('tooManyRequests', { cluster, answer }),
        retryAfter,
      );
    default:
      return new ClusterAnswerError(
        clusterProblem('unexpectedAnswer', {
          cluster,
          resource,
          status,
          answer,
        }),
        retryAfter,
      );
  }
}

// The error page of a proxy does not help a reader; the API server's Status does.
function apiErrorMessage(text: string, status: number): string {
  return statusMessage(text)?.slice(0, 500) ?? STATUS_CODES[status] ?? '–';
}

/** Message of the API server in an answer with an error status; undefined where it has none. */
export function statusMessage(text: string): string | undefined {
  try {
    return statusSchema.parse(JSON.parse(text)).message;
  } catch {
    return undefined;
  }
}
