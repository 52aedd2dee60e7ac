import { projectHttpRoute, projectIngress } from './routes';

const metadata = (annotations = {}) => ({
  uid: 'u',
  name: 'orders',
  namespace: 'dev',
  creationTimestamp: '2026-11-24T00:00:00Z',
  annotations,
});
const named = { uid: 'u', name: 'orders', namespace: 'dev' };
const openapi = 'https://git.harbour.example/orders/openapi.yaml';

describe('projectIngress', () => {
  it('reads its Services and URLs', () => {
    const path = (at: string, name: string) => ({
      path: at,
      backend: { service: { name, port: { number: 80 } } },
    });
    expect(
      projectIngress({
        metadata: metadata({ 'fairway.dev/openapi': openapi }),
        spec: {
          tls: [{ hosts: ['orders.example'] }],
          rules: [
            {
              host: 'orders.example',
              http: { paths: [path('/v1', 'orders'), path('/', 'web')] },
            },
            { host: 'plain.example', http: { paths: [path('/', 'orders')] } },
            { host: '*.example', http: { paths: [path('/', 'any')] } },
            { http: { paths: [{ path: '/', backend: { resource: {} } }] } },
          ],
        },
      }),
    ).toEqual({
      kind: 'Ingress',
      ...named,
      openapi,
      services: ['any', 'orders', 'web'],
      addresses: [
        'http://plain.example/',
        'https://orders.example/',
        'https://orders.example/v1',
      ],
    });
  });

  it.each(['ftp://git.example/a', 'not an address', ''])(
    'takes %p for no OpenAPI document',
    address => {
      const { openapi: found } = projectIngress({
        metadata: metadata({ 'fairway.dev/openapi': address }),
      });
      expect(found).toBeUndefined();
    },
  );
});

describe('projectHttpRoute', () => {
  it('reads the Services of its own namespace, and its URLs', () => {
    expect(
      projectHttpRoute({
        metadata: metadata(),
        spec: {
          hostnames: ['orders.example', '*.wild.example'],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/v1' } }],
              backendRefs: [
                { name: 'orders', port: 80 },
                { name: 'elsewhere', namespace: 'prod', port: 80 },
                { kind: 'Bucket', name: 'files' },
              ],
            },
            {},
          ],
        },
      }),
    ).toEqual({
      kind: 'HTTPRoute',
      ...named,
      openapi: undefined,
      services: ['orders'],
      addresses: ['https://orders.example/', 'https://orders.example/v1'],
    });
  });
});
