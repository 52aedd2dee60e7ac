/** A GET request to the API server of a cluster. */
export interface ClusterRequest {
  /** Absolute path, such as `/api/v1/pods` */
  path: string;
  query?: Record<string, string>;
  signal: AbortSignal;
}

/** Answer of the API server, with a body that is not read yet. */
export interface ClusterResponse {
  status: number;
  /** Seconds that the API server asks to wait, from `Retry-After` */
  retryAfter?: number;
  /** Bytes of the body; read it to its end or abort the request */
  body: AsyncIterable<Uint8Array>;
}

/**
 * Reads clusters, and hides how they are reached: directly, through a proxy or in
 * a test. Its credential is read-only.
 */
export interface ClusterAccess {
  /** Names of the clusters that can be read. */
  listClusters(): Promise<string[]>;
  /**
   * Sends a request. An answer with an error status is an answer too.
   *
   * @throws ClusterUnreachableError when there is no answer, with a reason that a
   * person can act on
   */
  get(cluster: string, request: ClusterRequest): Promise<ClusterResponse>;
}

/** A request that may change a cluster. */
export interface ClusterWrite extends ClusterRequest {
  method: 'DELETE' | 'GET' | 'PATCH' | 'POST';
  body?: string;
  contentType?: string;
}

/** Answer of the API server to a write. */
export interface ClusterAnswer {
  status: number;
  text: string;
  /** Warnings of the API server, unchanged */
  warnings: string[];
}

/**
 * Changes clusters, with a credential that only this plugin has. Only actions may
 * use it; everything else reads.
 */
export interface ClusterWriter {
  /** Whether the portal may change a cluster. */
  isEnabled(cluster: string): boolean;
  /**
   * Sends a write.
   *
   * @throws ClusterUnreachableError when there is no answer; the write may have
   * been executed
   */
  send(cluster: string, request: ClusterWrite): Promise<ClusterAnswer>;
}
