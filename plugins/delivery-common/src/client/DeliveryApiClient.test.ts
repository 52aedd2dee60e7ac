import { ResponseError } from '@backstage/errors';
import { DeliveryApiClient } from './DeliveryApiClient';
import { deliveryTopic, FLEET_TOPIC, pipelinesTopic } from './topics';

const service = { kind: 'Component', namespace: 'default', name: 'a/b' };
const signal = new AbortController().signal;

/** A client, and the requests that the backend gets from it. */
function setUp(respond: (url: string) => Response | Promise<Response>) {
  const requests: Request[] = [];
  const client = DeliveryApiClient.create({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (input, init) => {
        requests.push(new Request(input, init));
        return respond(String(input));
      },
    },
  });
  const paths = () =>
    requests.map(({ url }) => url.replace('http://portal/api/delivery', ''));
  return { client, requests, paths };
}

const failing = (status: number, name: string) => () =>
  Response.json(
    { error: { name, message: 'why' }, response: { statusCode: status } },
    { status },
  );

describe('DeliveryApiClient', () => {
  it('encodes names, leaves out absent query parameters and parses the response', async () => {
    const { client, paths } = setUp(url =>
      Response.json(
        url.includes('timeline')
          ? {
              entries: [],
              forbiddenEnvironments: ['production'],
              unknownField: 1,
            }
          : { parameters: [] },
      ),
    );
    const workload = {
      environment: 'dev',
      namespace: 'dev-1',
      kind: 'Deployment',
      name: 'orders',
    };
    expect(await client.getTimeline(service, { limit: 20, workload })).toEqual({
      entries: [],
      forbiddenEnvironments: ['production'],
    });
    expect(await client.getPipelineParameters(service, 'x y?')).toEqual([]);
    expect(paths()).toEqual([
      '/v1/services/Component/default/a%2Fb/timeline?limit=20&environment=dev&namespace=dev-1&workload=Deployment%2Forders',
      '/v1/services/Component/default/a%2Fb/pipelines/x%20y%3F/parameters',
    ]);
  });

  it('sends the token, the signal and the body of a request', async () => {
    const { client, requests } = setUp(() =>
      Response.json({ refusals: [], preview: { environment: 'dev' } }),
    );
    const cancelled = new AbortController();
    const preview = await client.planAction(
      {
        target: {
          type: 'service',
          entityRef: 'component:default/orders',
          environment: 'dev',
        },
        action: { kind: 'workload.apply', manifests: 'kind: A' },
        idempotencyKey: 'a key that is long',
      },
      { token: 'secret', signal: cancelled.signal },
    );
    expect(preview.refusals).toEqual([]);
    const [request] = requests;
    expect(request.method).toBe('POST');
    expect(request.headers.get('authorization')).toBe('Bearer secret');
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(await request.json()).toMatchObject({ dryRun: true });
    cancelled.abort();
    expect(request.signal.aborted).toBe(true);
  });

  it('throws what the backend answers, and has no test report where there is none', async () => {
    const refused = setUp(failing(403, 'NotAllowedError'));
    const error = await refused.client.getFleet().catch(e => e);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.cause).toMatchObject({ name: 'NotAllowedError' });

    const missing = setUp(failing(404, 'NotFoundError'));
    expect(await missing.client.getTestReport(service, 'r1')).toBeUndefined();
    await expect(missing.client.getRun(service, 'r1')).rejects.toBeInstanceOf(
      ResponseError,
    );
  });

  it('says why the backend cannot be reached, and that the caller cancelled', async () => {
    const { client } = setUp(() => {
      throw new TypeError('fetch failed', {
        cause: new Error('connect ECONNREFUSED'),
      });
    });
    await expect(client.getFleet()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('connect ECONNREFUSED'),
    });
    await expect(
      client.getFleet({ signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('streams topics and workloads, and resumes after an event', async () => {
    const { client, requests, paths } = setUp(
      () => new Response('event: 0\nid: e:2\ndata: {}\n\n'),
    );
    const topics = [
      { path: deliveryTopic(service), lastEventId: 'e:1' },
      { path: pipelinesTopic(service), lastEventId: undefined },
      { path: FLEET_TOPIC, lastEventId: undefined },
    ];
    const messages = [];
    for await (const message of client.streamTopics(topics, { signal })) {
      messages.push(message);
    }
    expect(messages).toEqual([
      { type: 'opened' },
      { type: 'event', name: '0', id: 'e:2', data: '{}' },
    ]);
    await client.streamWorkloads('w:1', { signal, token: 'secret' }).next();
    expect(paths().map(path => decodeURIComponent(path))).toEqual([
      '/v1/stream?topic=services/Component/default/a%2Fb@e:1&topic=services/Component/default/a%2Fb/pipelines&topic=fleet',
      '/v1/workloads/stream',
    ]);
    expect(requests[1].headers.get('last-event-id')).toBe('w:1');
    expect(requests[1].headers.get('accept')).toBe('text/event-stream');
  });
});
