import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import express from 'express';
import type { RequestHandler } from 'express';
import request from 'supertest';
import type { Response } from 'supertest';
import type { Limits } from '../../config';
import { PersonLimits } from './PersonLimits';

const ada = mockCredentials.user.header('user:default/ada');
const bob = mockCredentials.user.header('user:default/bob');
const service = mockCredentials.service.header({
  onBehalfOf: mockCredentials.service('plugin:scaffolder'),
  targetPluginId: 'test',
});
const scaffolderForAda = mockCredentials.service.header({
  onBehalfOf: mockCredentials.user('user:default/ada'),
  targetPluginId: 'test',
});

const generous: Limits = {
  streams: 100,
  topics: 100,
  callsPerMinute: 100,
  logReadsPerMinute: 100,
  downloads: 100,
};

/** An app with these limits, and handlers that hold a stream or download open. */
function app(limits: Partial<Limits>) {
  const onReject = jest.fn();
  const person = PersonLimits.create({
    httpAuth: mockServices.httpAuth(),
    limits: { ...generous, ...limits },
    onReject,
  });
  const open: (() => void)[] = [];
  const handler =
    (take: (...args: Parameters<RequestHandler>) => Promise<unknown>) =>
    (...args: Parameters<RequestHandler>) => {
      const [, res, next] = args;
      take(...args).then(() => res.status(200).end(), next);
    };
  const server = express();
  server.use(person.calls);
  server.get('/', (_, res) => res.status(200).end());
  server.get(
    '/log',
    handler((req, res) => person.countLogRead(req, res)),
  );
  server.get(
    '/stream',
    handler(async (req, res) => {
      const topics = Number(req.query.topics);
      open.push(await person.openStream(req, res, topics));
    }),
  );
  server.get(
    '/download',
    handler(async (req, res) => {
      open.push(await person.openDownload(req, res));
    }),
  );
  server.use(mockErrorHandler());
  const get = (path: string, authorization: string) =>
    request(server).get(path).set({ authorization });
  const statusOf = async (path: string, authorization: string) =>
    (await get(path, authorization)).status;
  return { person, open, onReject, get, statusOf };
}

/** The limit that a rejected request names, and the seconds to wait. */
function rejectionOf({ status, headers, body }: Response) {
  const { code, values } = body.error.problem;
  expect(status).toBe(429);
  expect(Number(headers['retry-after'])).toBe(values.seconds);
  expect(body.error.message).toContain(`${values.seconds} seconds`);
  return { code, ...values };
}

describe('PersonLimits', () => {
  beforeEach(() => {
    // The counters use the system's clock; the requests need real timers.
    jest.useFakeTimers({
      doNotFake: [
        'nextTick',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setTimeout',
        'clearTimeout',
      ],
      now: 0,
    });
  });
  afterEach(() => jest.useRealTimers());

  it('limits the requests of each person in a minute, also through a plugin', async () => {
    const { person, get, statusOf, onReject } = app({ callsPerMinute: 2 });
    expect(await statusOf('/', ada)).toBe(200);
    expect(await statusOf('/', scaffolderForAda)).toBe(200);
    jest.setSystemTime(20_000);
    expect(rejectionOf(await get('/', ada))).toEqual({
      code: 'tooManyCalls',
      limit: 2,
      seconds: 40,
      setting: 'delivery.limits.callsPerMinute',
    });
    expect(onReject.mock.calls).toEqual([['callsPerMinute']]);
    expect(await statusOf('/', bob)).toBe(200);
    expect(await statusOf('/', service)).toBe(200);
    jest.setSystemTime(60_000);
    expect(await statusOf('/', ada)).toBe(200);
    person.stop();
  });

  it('limits log reads separately', async () => {
    const { person, get, statusOf } = app({ logReadsPerMinute: 1 });
    expect(await statusOf('/log', ada)).toBe(200);
    expect(rejectionOf(await get('/log', ada))).toMatchObject({
      code: 'tooManyLogReads',
      setting: 'delivery.limits.logReadsPerMinute',
    });
    expect(await statusOf('/', ada)).toBe(200);
    expect(await statusOf('/log', bob)).toBe(200);
    person.stop();
  });

  it('limits open streams and their topics, and forgets both when they end', async () => {
    const { person, open, get, statusOf } = app({ streams: 2, topics: 5 });
    expect(await statusOf('/stream?topics=3', ada)).toBe(200);
    expect(rejectionOf(await get('/stream?topics=3', ada))).toMatchObject({
      code: 'tooManyTopics',
      limit: 5,
    });
    expect(await statusOf('/stream?topics=2', ada)).toBe(200);
    expect(rejectionOf(await get('/stream?topics=1', ada))).toMatchObject({
      code: 'tooManyStreams',
      limit: 2,
    });
    expect(await statusOf('/stream?topics=1', bob)).toBe(200);
    expect(person.people).toBe(2);
    open.forEach(close => close());
    expect(person.people).toBe(0);
    expect(await statusOf('/stream?topics=5', ada)).toBe(200);
    person.stop();
  });

  it('limits concurrent downloads', async () => {
    const { person, open, get, statusOf } = app({ downloads: 1 });
    expect(await statusOf('/download', ada)).toBe(200);
    expect(rejectionOf(await get('/download', ada))).toMatchObject({
      code: 'tooManyDownloads',
    });
    open[0]();
    expect(await statusOf('/download', ada)).toBe(200);
    person.stop();
  });
});
