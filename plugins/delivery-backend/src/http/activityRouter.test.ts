import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  RESOURCE_TYPE_DELIVERY,
  RESOURCE_TYPE_SERVICE,
} from '@fairway/backstage-plugin-delivery-common';
import express from 'express';
import request from 'supertest';
import { ManualClock, settle } from '../__testUtils__/ManualClock';
import { ServiceCatalog } from '../services/fleet/ServiceCatalog';
import { createActivityRouter } from './activityRouter';
import { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { deliveryResourceRef, deliveryRules } from './permissions/rules';
import { serviceResourceRef, serviceRules } from './permissions/serviceRules';

function setUp() {
  const catalog = catalogServiceMock({ entities: [] });
  const permissions = mockServices.permissions();
  const services = ServiceCatalog.create({
    catalog,
    getCredentials: async () => mockCredentials.service(),
    labelSelectorsEnabled: false,
    locate: () => ({ jobs: [] }),
    ownership: {
      refresh: async () => {},
      know: async () => {},
      idClaims: () => undefined,
    },
    clock: new ManualClock(),
    logger: mockServices.logger.mock(),
  });
  const page = jest.fn(async () => ({ items: [] }));
  const search = jest.fn(async () => ({ matches: [], isTruncated: false }));
  const router = createActivityRouter({
    httpAuth: mockServices.httpAuth(),
    catalog,
    authorizer: DeliveryAuthorizer.create({
      permissions,
      ruleset: createPermissionIntegrationRouter({
        resourceType: RESOURCE_TYPE_DELIVERY,
        rules: Object.values(deliveryRules),
      }).getPermissionRuleset(deliveryResourceRef),
      environments: [],
    }),
    serviceAuthorizer: ServiceAuthorizer.create({
      permissions,
      ruleset: createPermissionIntegrationRouter({
        resourceType: RESOURCE_TYPE_SERVICE,
        rules: Object.values(serviceRules),
      }).getPermissionRuleset(serviceResourceRef),
    }),
    services,
    activity: { reader: { page }, commits: { search } },
  });
  return {
    app: express().use(router).use(mockErrorHandler()),
    services,
    page,
    search,
  };
}

describe('the routes across services', () => {
  it.each(['/v1/activity', '/v1/commits?search=33e3f34'])(
    'do not answer GET %s before the catalog has been read',
    async path => {
      const { app, services } = setUp();
      const early = await request(app).get(path);
      expect(early.status).toBe(503);
      expect(early.body.error.message).toMatch(/has not read the services/);
      const stopped = new AbortController();
      services.run(stopped.signal);
      await settle();
      expect((await request(app).get(path)).status).toBe(200);
      stopped.abort();
    },
  );

  it('reads one or several values of a filter', async () => {
    const { app, services, page } = setUp();
    const stopped = new AbortController();
    services.run(stopped.signal);
    await settle();
    await request(app).get('/v1/activity?kind=release&owner=group:default/a');
    expect(page).toHaveBeenLastCalledWith(
      expect.anything(),
      { kind: ['release'], owner: ['group:default/a'], limit: 50 },
      expect.any(Function),
    );
    await request(app).get('/v1/activity?kind=release&kind=failure');
    expect(page).toHaveBeenLastCalledWith(
      expect.anything(),
      { kind: ['release', 'failure'], limit: 50 },
      expect.any(Function),
    );
    stopped.abort();
  });

  it.each([
    '/v1/activity?kind=nothing',
    '/v1/activity?limit=201',
    '/v1/commits',
    '/v1/commits?search=ab',
  ])('reject GET %s', async path => {
    const { app } = setUp();
    expect((await request(app).get(path)).status).toBe(400);
  });
});
