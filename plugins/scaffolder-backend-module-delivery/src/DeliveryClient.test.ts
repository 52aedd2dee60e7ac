import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeliveryClient } from './DeliveryClient';

const request: ActionRequest = {
  target: {
    type: 'service',
    entityRef: 'component:default/orders',
    environment: 'dev',
  },
  action: { kind: 'workload.apply', manifests: 'kind: A' },
  reason: 'First rollout',
  idempotencyKey: 'key',
};

describe('DeliveryClient', () => {
  it.each(['plan', 'act'] as const)(
    'cancels the request of %s when the task is cancelled',
    async method => {
      // The server never answers.
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const delivery = DeliveryClient.create({
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => `http://127.0.0.1:${port}`,
        }),
      });
      const cancelled = new AbortController();
      const asked = once(server, 'request');
      const answer = delivery[method](
        request,
        mockCredentials.user(),
        cancelled.signal,
      );
      await asked;
      cancelled.abort();
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
      server.closeAllConnections();
      server.close();
    },
  );

  it.each([
    [2, undefined],
    [5, { name: 'ServiceUnavailableError', message: 'Too many requests' }],
  ])(
    'waits while the user has reached a limit, after %s answers with 429',
    async (limited, failure) => {
      let requests = 0;
      const server = createServer((_, res) => {
        requests += 1;
        const error = {
          name: 'TooManyRequestsError',
          message: 'Too many requests',
        };
        const status = requests <= limited ? 429 : 404;
        res
          .writeHead(status, {
            'content-type': 'application/json',
            'retry-after': '0.01',
          })
          .end(JSON.stringify({ error, response: { statusCode: status } }));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const delivery = DeliveryClient.create({
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => `http://127.0.0.1:${port}`,
        }),
      });
      await expect(
        delivery.act(request, mockCredentials.user()),
      ).rejects.toMatchObject(failure ?? { name: 'Error' });
      expect(requests).toBe(Math.min(limited + 1, 5));
      server.closeAllConnections();
      server.close();
    },
  );
});
