import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import type { PipelineProvider } from '@fairway/backstage-plugin-delivery-node';
import express from 'express';
import request from 'supertest';
import { FakeProvider } from '../__testUtils__/FakeProvider';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { createWebhooksRouter } from './webhooksRouter';

/** The route, with a provider that accepts the header `x-signature: right`. */
function setUp() {
  const parseWebhook: NonNullable<PipelineProvider['parseWebhook']> = ({
    headers,
  }) => {
    if (headers['x-signature'] !== 'right') {
      throw new AuthenticationError('The signature is wrong');
    }
    return { server: 'default', job: 'harbour/orders' };
  };
  const provider: PipelineProvider = new FakeProvider();
  provider.parseWebhook = parseWebhook;
  const providers = new PipelineProviders();
  providers.add(provider);
  const refreshNow = jest.fn();
  const fail = jest.fn(async () => {});
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({ success: async () => {}, fail });
  const app = express()
    .use(createWebhooksRouter({ auditor, providers, pollers: { refreshNow } }))
    .use(mockErrorHandler());
  const send = (headers: Record<string, string>) =>
    request(app).post('/v1/webhooks/fake').set(headers).send('{}');
  return { auditor, fail, refreshNow, send };
}

describe('POST /v1/webhooks/:provider', () => {
  it('makes the poller read the job, without an event in the audit log', async () => {
    const { auditor, refreshNow, send } = setUp();
    expect((await send({ 'x-signature': 'right' })).status).toBe(202);
    expect(refreshNow.mock.calls).toEqual([
      ['fake', { server: 'default', job: 'harbour/orders' }],
    ]);
    expect(auditor.createEvent).not.toHaveBeenCalled();
  });

  it.each([
    [{}, true],
    // The auditor would reject a request whose token is invalid.
    [{ authorization: mockCredentials.user.invalidHeader() }, false],
  ])(
    'audits a request with a wrong signature and the headers %j',
    async (headers, hasRequest) => {
      const { auditor, fail, refreshNow, send } = setUp();
      expect((await send(headers)).status).toBe(401);
      expect(refreshNow).not.toHaveBeenCalled();
      expect(auditor.createEvent).toHaveBeenCalledTimes(1);
      const [event] = auditor.createEvent.mock.calls[0];
      expect(event).toMatchObject({
        eventId: 'webhook',
        meta: { provider: 'fake', ip: expect.stringContaining('127.0.0.1') },
      });
      expect(event.request !== undefined).toBe(hasRequest);
      expect(fail).toHaveBeenCalledWith({
        error: expect.objectContaining({ message: 'The signature is wrong' }),
      });
    },
  );
});
