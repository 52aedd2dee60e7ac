import {
  CustomErrorBase,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';

/** A cluster did not answer: there is no route, trust or credential, or it took too long. */
export class ClusterUnreachableError extends CustomErrorBase {
  name = 'ClusterUnreachableError' as const;
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
      throw new ServiceUnavailableError(error.message);
    }
    if (isError(error) && error.name === 'TimeoutError') {
      throw new ServiceUnavailableError('The cluster did not answer in time');
    }
    throw error;
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there; check that its API server is running',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'its host name is not known; check the URL and DNS',
  EAI_AGAIN: 'DNS did not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not accept a connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'it accepted the request and did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it went silent during an answer',
  UND_ERR_INVALID_ARG:
    'its URL or token cannot be sent; check both for stray characters',
  UND_ERR_SOCKET: 'the connection was closed',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed; give the cluster its caData or caFile',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by an unknown authority; give the cluster its caData or caFile',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is signed by an unknown authority; give the cluster its caData or caFile',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is signed by an unknown authority; give the cluster its caData or caFile',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host name; check the URL',
};

/** Error with the reason why a cluster did not answer. Never shows a credential. */
export function unreachable(
  cluster: string,
  error: unknown,
): ClusterUnreachableError {
  const code = codeOf(error);
  const reason = (code && reasons[code]) ?? code ?? 'the connection failed';
  return new ClusterUnreachableError(
    `Cluster '${cluster}' cannot be reached: ${reason}`,
  );
}

function codeOf(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  // When the connections to all addresses of a host fail, the error has several.
  const inner = Array.isArray(error.errors) ? error.errors[0] : error.cause;
  if (typeof error.code !== 'string') return codeOf(inner);
  return reasons[error.code] ? error.code : (codeOf(inner) ?? error.code);
}
