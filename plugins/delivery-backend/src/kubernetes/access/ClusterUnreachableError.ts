import {
  CustomErrorBase,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import {
  clusterProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ClusterProblemCode,
  CodedMessage,
} from '@fairway/backstage-plugin-delivery-common';

/** A cluster did not answer: there is no route, trust or credential, or it took too long. */
export class ClusterUnreachableError extends CustomErrorBase {
  name = 'ClusterUnreachableError' as const;

  constructor(readonly problem: CodedMessage) {
    super(problem.message);
  }
}

/**
 * Result of a request to a cluster.
 *
 * @throws ServiceUnavailableError when the cluster did not answer, or not in time;
 * a write may have been executed
 */
export async function mapUnreachable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ClusterUnreachableError) {
      throw problemError(ServiceUnavailableError, error.problem);
    }
    if (isError(error) && error.name === 'TimeoutError') {
      throw problemError(
        ServiceUnavailableError,
        clusterProblem('requestTimeout'),
      );
    }
    throw error;
  }
}

/** Problem of each error code of Node.js, undici and OpenSSL. */
const problems: Record<string, ClusterProblemCode> = {
  ECONNREFUSED: 'connectionRefused',
  ECONNRESET: 'connectionReset',
  EPIPE: 'connectionClosed',
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'dnsUnavailable',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connectTimeout',
  UND_ERR_HEADERS_TIMEOUT: 'answerTimeout',
  UND_ERR_BODY_TIMEOUT: 'silentAnswer',
  UND_ERR_INVALID_ARG: 'requestInvalid',
  UND_ERR_SOCKET: 'connectionClosed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUntrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUntrusted',
  CERT_HAS_EXPIRED: 'certificateExpired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateOfOtherHost',
};

/** Error with the reason why a cluster did not answer. Never shows a credential. */
export function unreachable(
  cluster: string,
  error: unknown,
): ClusterUnreachableError {
  const code = codeOf(error);
  const known = code === undefined ? undefined : problems[code];
  return new ClusterUnreachableError(
    known === undefined && code !== undefined
      ? clusterProblem('connectionFailed', { cluster, reason: code })
      : clusterProblem(known ?? 'connectionBroken', { cluster }),
  );
}

function codeOf(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  // When the connections to all addresses of a host fail, the error has several.
  const inner = Array.isArray(error.errors) ? error.errors[0] : error.cause;
  if (typeof error.code !== 'string') return codeOf(inner);
  return problems[error.code] ? error.code : (codeOf(inner) ?? error.code);
}
