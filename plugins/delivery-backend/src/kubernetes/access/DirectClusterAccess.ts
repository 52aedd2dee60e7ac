import {
  clusterProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, stringifyError } from '@backstage/errors';
import type {
  KubernetesClustersService,
  KubernetesClustersSource,
} from '@fairway/backstage-plugin-delivery-node';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import { readFile } from 'node:fs/promises';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import type {
  ClusterAccess,
  ClusterAnswer,
  ClusterRequest,
  ClusterResponse,
  ClusterWrite,
  ClusterWriter,
} from './ClusterAccess';
import {
  ClusterUnreachableError,
  unreachable,
} from './ClusterUnreachableError';

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;

// Their credential is the token of a viewer, which is not available in the background.
const VIEWER_PROVIDERS = ['aks', 'google', 'oidc'];

/**
 * Reaches clusters directly from this process, with the clusters and credentials
 * of the Kubernetes plugin. It keeps one pool of connections for each cluster.
 */
export class DirectClusterAccess implements ClusterAccess, ClusterWriter {
  readonly #clusters: KubernetesClustersService;
  readonly #auth: AuthService;
  readonly #actTokens: Map<string, string>;
  readonly #agents = new Map<string, { key: string; agent: Agent }>();

  static create(options: {
    clusters: KubernetesClustersService;
    auth: AuthService;
    /** Tokens to change clusters with, by cluster; none by default */
    actTokens?: Map<string, string>;
  }): DirectClusterAccess {
    return new DirectClusterAccess(options);
  }

  private constructor(
    options: Parameters<typeof DirectClusterAccess.create>[0],
  ) {
    this.#clusters = options.clusters;
    this.#auth = options.auth;
    this.#actTokens = options.actTokens ?? new Map();
  }

  async listClusters(): Promise<string[]> {
    return (await this.#details()).map(({ name }) => name);
  }

  async get(
    cluster: string,
    request: ClusterRequest,
  ): Promise<ClusterResponse> {
    const details = await this.#detailsOf(cluster);
    const credential = await this.#credential(details);
    const response = await this.#request(details, credential, {
      ...request,
      method: 'GET',
    });
    return {
      status: response.statusCode,
      retryAfter: retryAfterOf(response.headers),
      body: readBody(cluster, response.body),
    };
  }

  isEnabled(cluster: string): boolean {
    return this.#actTokens.has(cluster);
  }

  async send(cluster: string, request: ClusterWrite): Promise<ClusterAnswer> {
    const token = this.#actTokens.get(cluster);
    if (token === undefined) {
      throw problemError(
        NotAllowedError,
        clusterProblem('clusterReadOnly', { cluster }),
      );
    }
    const details = await this.#detailsOf(cluster);
    const credential: KubernetesCredential = { type: 'bearer token', token };
    const response = await this.#request(details, credential, request);
    return {
      status: response.statusCode,
      text: await response.body.text().catch(error => {
        throw unreachable(cluster, error);
      }),
      warnings: warningsOf(response.headers),
    };
  }

  async #request(
    details: ClusterDetails,
    credential: KubernetesCredential,
    request: ClusterWrite,
  ): Promise<Dispatcher.ResponseData> {
    const url = urlOf(details);
    const agent = await this.#agent(details, credential);
    const query = new URLSearchParams(request.query).toString();
    const { method, body, contentType, signal } = request;
    try {
      return await agent.request({
        origin: url.origin,
        path: `${url.pathname.replace(/\/$/, '')}${request.path}${
          query && `?${query}`
        }`,
        method,
        body,
        headers: {
          accept: 'application/json',
          'user-agent': 'fairway',
          ...(contentType && { 'content-type': contentType }),
          ...(credential.type === 'bearer token' && {
            authorization: `Bearer ${credential.token}`,
          }),
        },
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(details.name, error);
    }
  }

  async close(): Promise<void> {
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    await Promise.all(agents.map(({ agent }) => agent.destroy()));
  }

  async #detailsOf(cluster: string): Promise<ClusterDetails> {
    const details = (await this.#details()).find(d => d.name === cluster);
    if (details) return details;
    throw new ClusterUnreachableError(
      clusterProblem('clusterUnknown', { cluster }),
    );
  }

  async #details(): Promise<ClusterDetails[]> {
    const credentials: BackstageCredentials =
      await this.#auth.getOwnServiceCredentials();
    return this.#source().clusterSupplier.getClusters({ credentials });
  }

  #source(): KubernetesClustersSource {
    const source = this.#clusters.getSource();
    if (!source) {
      throw new ClusterUnreachableError(clusterProblem('clustersMissing'));
    }
    return source;
  }

  async #credential(details: ClusterDetails): Promise<KubernetesCredential> {
    const provider =
      details.authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ?? '';
    if (VIEWER_PROVIDERS.includes(provider)) {
      throw new ClusterUnreachableError(
        clusterProblem('viewerCredential', { cluster: details.name, provider }),
      );
    }
    const strategy = this.#source().authStrategies[provider];
    if (!strategy) {
      throw new ClusterUnreachableError(
        clusterProblem('authProviderUnknown', {
          cluster: details.name,
          provider,
        }),
      );
    }
    try {
      return await strategy.getCredential(details, {});
    } catch (error) {
      throw new ClusterUnreachableError(
        clusterProblem('credentialUnusable', {
          cluster: details.name,
          reason: stringifyError(error),
        }),
      );
    }
  }

  async #agent(
    details: ClusterDetails,
    credential: KubernetesCredential,
  ): Promise<Agent> {
    const connect = {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: !details.skipTLSVerify,
      ca: await certificateAuthority(details),
      ...(credential.type === 'x509 client certificate' && {
        cert: credential.cert,
        key: credential.key,
      }),
    };
    const key = JSON.stringify([details.url, connect]);
    const known = this.#agents.get(details.name);
    if (known?.key === key) return known.agent;
    const agent = new Agent({
      connect,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // A quiet watch is healthy; its reader has a limit for silence.
      bodyTimeout: 0,
    });
    this.#agents.set(details.name, { key, agent });
    // Lets requests with the old credential finish.
    known?.agent.close().catch(() => {});
    return agent;
  }
}

function urlOf({ name, url }: ClusterDetails): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return parsed;
  throw new ClusterUnreachableError(
    clusterProblem('urlInvalid', { cluster: name }),
  );
}

async function certificateAuthority(
  details: ClusterDetails,
): Promise<string | undefined> {
  if (details.caData) {
    return Buffer.from(details.caData, 'base64').toString('utf8');
  }
  if (!details.caFile) return undefined;
  try {
    return await readFile(details.caFile, 'utf8');
  } catch {
    throw new ClusterUnreachableError(
      clusterProblem('caFileUnreadable', {
        cluster: details.name,
        file: details.caFile,
      }),
    );
  }
}

function retryAfterOf(
  headers: Dispatcher.ResponseData['headers'],
): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function warningsOf({ warning }: Dispatcher.ResponseData['headers']): string[] {
  return [warning ?? []]
    .flat()
    .flatMap(line =>
      [...line.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) =>
        text.replace(/\\(.)/g, '$1'),
      ),
    );
}

async function* readBody(
  cluster: string,
  body: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw unreachable(cluster, error);
  }
}
