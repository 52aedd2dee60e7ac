import { mockServices } from '@backstage/backend-test-utils';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import type { KubernetesClustersService } from '@fairway/backstage-plugin-delivery-node';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { clustersService } from '../../__testUtils__/realCluster';
import { waitFor } from '../../__testUtils__/waitFor';
import type { ClusterRequest } from './ClusterAccess';
import { DirectClusterAccess } from './DirectClusterAccess';

const fixture = (name: string) => path.join(__dirname, '__fixtures__', name);
const read = (name: string) => readFileSync(fixture(name), 'utf8');

const TOKEN = 'a-token-that-nobody-may-see';
const bearer: KubernetesCredential = { type: 'bearer token', token: TOKEN };

describe('DirectClusterAccess', () => {
  let server: Server;
  let answer: (req: IncomingMessage, res: ServerResponse) => void;
  let connections: number;
  let opened: DirectClusterAccess[];

  beforeEach(async () => {
    answer = (_, res) => res.end('{}');
    connections = 0;
    opened = [];
    server = createServer(
      {
        key: read('server.key'),
        cert: read('server.crt'),
        ca: read('ca.crt'),
        requestCert: true,
        rejectUnauthorized: false,
      },
      (req, res) => answer(req, res),
    );
    server.on('secureConnection', () => {
      connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    await Promise.all(opened.map(access => access.close()));
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const port = () => (server.address() as AddressInfo).port;

  const cluster = (details: Partial<ClusterDetails> = {}): ClusterDetails => ({
    name: 'staging',
    url: `https://127.0.0.1:${port()}`,
    caFile: fixture('ca.crt'),
    authMetadata: { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'test' },
    ...details,
  });

  function open(clusters: KubernetesClustersService): DirectClusterAccess {
    const access = DirectClusterAccess.create({
      clusters,
      auth: mockServices.auth(),
    });
    opened.push(access);
    return access;
  }

  const accessTo = (
    details: ClusterDetails,
    credential: KubernetesCredential = bearer,
  ) => open(clustersService([details], credential));

  async function get(
    access: DirectClusterAccess,
    request: Partial<ClusterRequest> = {},
  ) {
    const response = await access.get('staging', {
      path: '/version',
      signal: new AbortController().signal,
      ...request,
    });
    let text = '';
    for await (const chunk of response.body) {
      text += Buffer.from(chunk).toString();
    }
    return { ...response, text };
  }

  it('sends requests to the URL of the cluster with its token, over one kept-alive connection', async () => {
    const asked: unknown[] = [];
    answer = ({ method, url, headers }, res) => {
      asked.push([method, url, headers.authorization, headers.accept]);
      res.writeHead(429, { 'retry-after': '7' }).end('slowly');
    };
    const access = accessTo(cluster({ url: `${cluster().url}/k8s/c-1/` }));
    const request = { path: '/api/v1/pods', query: { limit: '5', a: 'b=c' } };
    await expect(access.listClusters()).resolves.toEqual(['staging']);
    await expect(get(access, request)).resolves.toMatchObject({
      status: 429,
      retryAfter: 7,
      text: 'slowly',
    });
    await get(access);
    expect(asked).toEqual([
      [
        'GET',
        '/k8s/c-1/api/v1/pods?limit=5&a=b%3Dc',
        `Bearer ${TOKEN}`,
        'application/json',
      ],
      ['GET', '/k8s/c-1/version', `Bearer ${TOKEN}`, 'application/json'],
    ]);
    expect(connections).toBe(1);
  });

  it('uses a client certificate without a token', async () => {
    answer = ({ socket, headers }, res) => {
      const peer =
        socket instanceof TLSSocket && socket.authorized
          ? socket.getPeerCertificate().subject.CN
          : 'nobody';
      res.end(`${peer} ${headers.authorization}`);
    };
    const certificate: KubernetesCredential = {
      type: 'x509 client certificate',
      cert: read('client.crt'),
      key: read('client.key'),
    };
    const { text } = await get(accessTo(cluster(), certificate));
    expect(text).toBe('portal undefined');
    const anonymous = await get(accessTo(cluster(), { type: 'anonymous' }));
    expect(anonymous.text).toBe('nobody undefined');
  });

  it('trusts caData, caFile, or every server when it is configured so', async () => {
    const caData = Buffer.from(read('ca.crt')).toString('base64');
    for (const trust of [
      { caData, caFile: undefined },
      { caFile: fixture('ca.crt') },
      { caFile: undefined, skipTLSVerify: true },
    ]) {
      const { status } = await get(accessTo(cluster(trust)));
      expect(status).toBe(200);
    }
  });

  describe('says why a cluster cannot be reached, and never its token:', () => {
    async function failure(access: DirectClusterAccess) {
      const error = await get(access).then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error).toMatchObject({ name: 'ClusterUnreachableError' });
      expect(`${error?.stack}`).not.toContain(TOKEN);
      return error?.message;
    }

    it.each<[string, () => Partial<ClusterDetails>, RegExp]>([
      [
        'an unknown authority',
        () => ({ caFile: undefined }),
        /unknown authority\. Set caData or caFile of the cluster in kubernetes\.clusterLocatorMethods$/,
      ],
      [
        'a caFile that cannot be read',
        () => ({ caFile: '/nowhere/ca.crt' }),
        /^Cluster 'staging' has the caFile '\/nowhere\/ca.crt', which cannot be read\. Check its path and permissions$/,
      ],
      [
        'a certificate for another host',
        () => ({ url: `https://localhost:${port()}` }),
        /certificate is for another host name\. Check the URL$/,
      ],
      [
        'nobody there',
        () => ({ url: 'https://127.0.0.1:1' }),
        /connection was refused\. Check that its API server is running$/,
      ],
      ...['staging', 'localhost:6443'].map(
        (url): [string, () => Partial<ClusterDetails>, RegExp] => [
          `the invalid URL ${url}`,
          () => ({ url }),
          /URL that cannot be used\. Write it as https:\/\/host:port$/,
        ],
      ),
      [
        'caData that is no certificate',
        () => ({ caData: 'bm9uc2Vuc2U=' }),
        /authority|certificate/,
      ],
      ...['aks', 'google', 'oidc'].map(
        (provider): [string, () => Partial<ClusterDetails>, RegExp] => [
          `the auth provider ${provider}, which needs a viewer`,
          () => ({
            authMetadata: { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: provider },
          }),
          new RegExp(
            `'${provider}', which needs the token of each viewer.*Configure a service account for it$`,
          ),
        ],
      ),
      [
        'an unknown auth provider',
        () => ({
          authMetadata: { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'magic' },
        }),
        /unknown auth provider 'magic'\. Correct its authProvider/,
      ],
    ])('%s', async (_, details, message) => {
      await expect(failure(accessTo(cluster(details())))).resolves.toMatch(
        message,
      );
    });

    it('an authority that is not trusted any more', async () => {
      const details = cluster({ caFile: undefined, skipTLSVerify: true });
      const access = accessTo(details);
      await get(access);
      details.skipTLSVerify = false;
      await expect(failure(access)).resolves.toMatch(/unknown authority/);
    });

    it('a cluster that is not configured', async () => {
      const access = accessTo(cluster({ name: 'production' }));
      await expect(failure(access)).resolves.toMatch(
        /^The Kubernetes plugin does not know the cluster 'staging'\. Add it/,
      );
    });

    it('a Kubernetes plugin that hands over no clusters', async () => {
      const access = open({
        provide: () => {},
        getSource: () => undefined,
        whenProvided: async () => {},
      });
      await expect(failure(access)).resolves.toMatch(
        /has not provided its clusters\. Add .*kubernetes-backend-module-delivery/,
      );
    });

    it('a credential that is not available', async () => {
      const service = clustersService([cluster()], bearer);
      const source = service.getSource();
      const broken = {
        ...source?.authStrategies.test,
        getCredential: async () => {
          throw new Error('token file is empty');
        },
        validateCluster: () => [],
        presentAuthMetadata: () => ({}),
      };
      const access = open({
        ...service,
        getSource: () =>
          source && { ...source, authStrategies: { test: broken } },
      });
      await expect(failure(access)).resolves.toMatch(
        /^Cluster 'staging' has no usable credential: .*token file is empty$/,
      );
    });

    it('a token that does not fit in a header', async () => {
      const token = `${TOKEN}\n`;
      const access = accessTo(cluster(), { type: 'bearer token', token });
      await expect(failure(access)).resolves.toMatch(
        /URL or token has characters that HTTP does not allow/,
      );
    });

    it('a connection that breaks during an answer', async () => {
      answer = (req, res) => {
        res.write('{', () => req.socket.destroy());
      };
      await expect(failure(accessTo(cluster()))).resolves.toMatch(
        /the connection was (closed|reset)\. Check its API server/,
      );
    });
  });

  describe('aborts a request', () => {
    it.each([
      ['before the answer', () => {}],
      ['during the answer', (res: ServerResponse) => res.write('{')],
    ])('%s', async (_, begin) => {
      let isAsked = false;
      let isGone = false;
      answer = (_req, res) => {
        isAsked = true;
        res.on('close', () => {
          isGone = true;
        });
        begin(res);
      };
      const { signal, abort } = aborter();
      const reading = get(accessTo(cluster()), { signal }).then(
        () => 'read',
        () => 'let go of',
      );
      await waitFor('the request', () => isAsked);
      abort();
      await expect(reading).resolves.toBe('let go of');
      await waitFor('the connection to close', () => isGone);
    });

    it('at once, when the signal had aborted before', async () => {
      const { signal, abort } = aborter();
      abort();
      await expect(get(accessTo(cluster()), { signal })).rejects.toBe(
        signal.reason,
      );
      expect(connections).toBe(0);
    });
  });
});

function aborter() {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: () => controller.abort(new Error('enough')),
  };
}
