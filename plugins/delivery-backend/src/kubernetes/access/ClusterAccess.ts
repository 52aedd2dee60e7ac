/** One GET to a cluster's API server. */
export interface ClusterRequest {
  /** Absolute path, such as `/api/v1/pods` */
  path: string;
  query?: Record<string, string>;
  signal: AbortSignal;
}

/** The API server's answer, not yet read. */
export interface ClusterResponse {
  status: number;
  /** Seconds that the server asks to wait, from its `Retry-After` */
  retryAfter?: number;
  /** Bytes as they come; must be read to its end or the request aborted */
  body: AsyncIterable<Uint8Array>;
}

/**
 * Hides how a cluster is reached: directly, through a proxy, in a test. The
 * credential that it uses can only read.
 */
export interface ClusterAccess {
  /** The names of the clusters that can be asked */
  listClusters(): Promise<string[]>;
  /**
   * @throws ClusterUnreachableError when no answer came, with a reason that a
   * person can act on. An answer with an error status is an answer.
   */
  get(cluster: string, request: ClusterRequest): Promise<ClusterResponse>;
}

/** One request that may change something. */
export interface ClusterWrite extends ClusterRequest {
  method: 'DELETE' | 'GET' | 'PATCH' | 'POST';
  body?: string;
  contentType?: string;
}

/** The API server's answer to a write. */
export interface ClusterAnswer {
  status: number;
  text: string;
  /** What the API server warns of, in its own words */
  warnings: string[];
}

/**
 * Changes clusters, with a credential of its own that only this plugin has.
 * Only `actions` may hold one: everything else reads.
 */
export interface ClusterWriter {
  /** Whether a cluster may be changed from the portal */
  isEnabled(cluster: string): boolean;
  /** @throws ClusterUnreachableError when no answer came: nobody knows whether it was done */
  send(cluster: string, request: ClusterWrite): Promise<ClusterAnswer>;
}
