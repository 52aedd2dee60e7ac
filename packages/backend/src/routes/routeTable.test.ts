import {
  createMockDirectory,
  mockCredentials,
} from '@backstage/backend-test-utils';
import {
  actionRecordSchema,
  activityPageSchema,
  deliveryRoutes,
  deliverySchema,
  fleetSchema,
  servicePipelinesSchema,
  waitingSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { ApiRoute } from '@fairway/backstage-plugin-delivery-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { callersOf } from './__testUtils__/callers';
import type { Caller } from './__testUtils__/callers';
import { WEBHOOK_SIGNATURE } from './__testUtils__/fakePipelines';
import { WORKLOAD_UID } from './__testUtils__/fakeServer';
import { scaffolderRoutes } from './__testUtils__/scaffolderRoutes';
import { RoutePortal } from './__testUtils__/RoutePortal';

jest.setTimeout(120_000);

type Statuses = Record<Caller, number>;

/** Values of the path parameters. */
interface Parameters {
  pipelineId: string;
  runId: string;
  actionId: string;
  gitUrl: string;
}

interface Row {
  statuses: Statuses;
  query?: (parameters: Parameters) => Record<string, string>;
  headers?: Record<string, string>;
  body?: (parameters: Parameters, caller: string) => object;
}

const readable: Statuses = {
  none: 401,
  guest: 200,
  viewer: 200,
  otherTeam: 200,
  owner: 200,
  plugin: 200,
  reader: 200,
  stranger: 403,
};
/** Nothing of a service is in the response if the caller may not see it. */
const filtered: Statuses = { ...readable, stranger: 200 };
const forUsers: Statuses = {
  ...readable,
  plugin: 403,
  reader: 403,
  stranger: 403,
};
const forServices: Statuses = {
  ...readable,
  guest: 403,
  viewer: 403,
  otherTeam: 403,
  owner: 403,
};
const forOwner: Statuses = {
  ...forUsers,
  guest: 403,
  viewer: 403,
  otherTeam: 403,
};
const forDevelopers: Statuses = { ...forOwner, owner: 403, otherTeam: 200 };
const forEveryone: Statuses = {
  none: 202,
  guest: 202,
  viewer: 202,
  otherTeam: 202,
  owner: 202,
  plugin: 202,
  reader: 202,
  stranger: 202,
};

/** Expected statuses of every route of the delivery plugin. */
const deliveryRows: Record<keyof typeof deliveryRoutes, Row> = {
  getDelivery: { statuses: readable },
  streamDelivery: { statuses: readable },
  getReleases: { statuses: readable },
  getTimeline: { statuses: readable },
  getChanges: { statuses: readable },
  // delivery.config.read: owners, and developers of all teams
  getManifest: {
    statuses: { ...readable, guest: 403, viewer: 403, reader: 403 },
  },
  // Without delivery.config.read, without values
  getRevisionDiff: { statuses: readable },
  getPipelines: { statuses: readable },
  streamPipelines: { statuses: readable },
  getPipelineCandidates: { statuses: readable },
  getPipelineParameters: { statuses: readable },
  getRun: { statuses: readable },
  getTestReport: { statuses: readable },
  getGateReport: { statuses: readable },
  getRunLog: { statuses: readable },
  downloadRunLog: { statuses: readable },
  downloadArtifact: {
    statuses: readable,
    query: () => ({ path: 'report.txt' }),
  },
  getFleet: { statuses: filtered },
  streamFleet: { statuses: filtered },
  getWaiting: { statuses: forUsers },
  getActivity: { statuses: filtered },
  searchCommits: {
    statuses: filtered,
    query: () => ({ search: '33e3f34' }),
  },
  getEnvironments: { statuses: forUsers },
  performAction: {
    statuses: { ...forOwner, owner: 201 },
    body: keepRun,
  },
  getAction: { statuses: forOwner },
  streamTopics: {
    statuses: filtered,
    query: () => ({ topic: 'services/component/default/orders' }),
  },
  streamWorkloads: { statuses: forServices },
  receiveWebhook: {
    statuses: forEveryone,
    headers: { 'x-signature': WEBHOOK_SIGNATURE },
    body: () => ({}),
  },
  getOpenApi: { statuses: filtered },
};

/** Expected statuses of every route of the scaffolder module, by method and path. */
const scaffolderRows: Record<string, Row> = {
  'get /delivery/repository': {
    statuses: forDevelopers,
    query: ({ gitUrl }) => ({ url: `${gitUrl}/harbour/new` }),
  },
  'post /delivery/preview': {
    statuses: forDevelopers,
    body: () => ({ templateRef: 'template:default/service', values: {} }),
  },
};

function keepRun({ runId }: Parameters, caller: string) {
  return {
    target: { type: 'service', entityRef: 'component:default/orders' },
    action: { kind: 'run.keep', runId, keep: true },
    reason: 'Route table',
    idempotencyKey: `route-table-${caller}`,
  };
}

/** A route with its row and the plugin that serves it. */
interface TestedRoute {
  name: string;
  plugin: 'delivery' | 'scaffolder';
  method: 'get' | 'post';
  path: string;
  row: Row;
}

const isDeliveryRoute = (id: string): id is keyof typeof deliveryRoutes =>
  id in deliveryRoutes;

const tested: TestedRoute[] = [
  ...Object.keys(deliveryRows)
    .filter(isDeliveryRoute)
    .map((id): TestedRoute => {
      const { method, path }: ApiRoute = deliveryRoutes[id];
      const row = deliveryRows[id];
      return { name: id, plugin: 'delivery', method, path, row };
    }),
  ...Object.entries(scaffolderRows).map(([name, row]): TestedRoute => {
    const [method, path] = name.split(' ');
    return {
      name,
      plugin: 'scaffolder',
      method: method === 'post' ? 'post' : 'get',
      path,
      row,
    };
  }),
];

describe('route table', () => {
  const folder = createMockDirectory({ content: { 'template.yaml': '' } });
  let portal: RoutePortal;
  let parameters: Parameters;

  const owner = callersOf('delivery').owner;
  const service = '/delivery/v1/services/component/default/orders';
  const read = async (path: string) => {
    const answer = await portal.send({
      method: 'get',
      path,
      authorization: owner,
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    return answer.body;
  };

  beforeAll(async () => {
    portal = await RoutePortal.start(folder.resolve('template.yaml'));
    for (;;) {
      const { environments } = deliverySchema.parse(await read(service));
      if (environments[0].workloads[0]?.revisions.length === 2) break;
      await sleep(20);
    }
    const { sources } = servicePipelinesSchema.parse(
      await read(`${service}/pipelines`),
    );
    const [{ id: pipelineId, runs }] = sources[0].pipelines;
    const known = {
      pipelineId,
      runId: runs[0].id,
      actionId: '',
      gitUrl: portal.gitUrl,
    };
    const performed = await portal.send({
      method: 'post',
      path: '/delivery/v1/actions',
      body: keepRun(known, 'before'),
      authorization: owner,
    });
    const { id: actionId } = actionRecordSchema.parse(performed.body);
    parameters = { ...known, actionId };
  });

  afterAll(() => portal.stop());

  function pathOf({ plugin, path, row }: TestedRoute): string {
    const values: Record<string, string> = {
      kind: 'component',
      namespace: 'default',
      name: 'orders',
      uid: WORKLOAD_UID,
      from: '1',
      to: '2',
      provider: 'fake',
      pipelineId: parameters.pipelineId,
      runId: parameters.runId,
      actionId: parameters.actionId,
    };
    const filled = path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(values[name]),
    );
    const query = new URLSearchParams(row.query?.(parameters)).toString();
    return `/${plugin}${filled}${query && `?${query}`}`;
  }

  /** Status of a route for a caller. */
  async function statusOf(
    route: TestedRoute,
    caller: string,
    authorization: string | undefined,
  ): Promise<number> {
    const { method, row } = route;
    const { status } = await portal.send({
      method,
      path: pathOf(route),
      headers: row.headers,
      body: row.body?.(parameters, caller),
      authorization,
    });
    return status;
  }

  it('has a row for each route', async () => {
    expect(Object.keys(deliveryRows).sort()).toEqual(
      Object.keys(deliveryRoutes).sort(),
    );
    expect(Object.keys(scaffolderRows).sort()).toEqual(
      (await scaffolderRoutes()).sort(),
    );
  });

  it.each(tested)('$name', async route => {
    const statuses: Record<string, number> = {};
    const callers = Object.entries(callersOf(route.plugin));
    for (const [caller, authorization] of callers) {
      statuses[caller] = await statusOf(route, caller, authorization);
    }
    expect(statuses).toEqual(route.row.statuses);
  });

  const authenticated = tested.filter(({ name }) => name !== 'receiveWebhook');
  const user = 'user:default/owner';

  it.each<
    [string, { authorization?: string; cookie?: string; query?: string }]
  >([
    [
      'a token for another plugin',
      {
        authorization: mockCredentials.service.header({
          onBehalfOf: mockCredentials.user(user),
          targetPluginId: 'catalog',
        }),
      },
    ],
    [
      'a limited token, which is for cookies',
      { authorization: `Bearer ${mockCredentials.limitedUser.token(user)}` },
    ],
    ['a cookie', { cookie: mockCredentials.limitedUser.cookie(user) }],
    ['a token in the query', { query: mockCredentials.user.token(user) }],
    [
      'an invalid token',
      { authorization: mockCredentials.user.invalidHeader() },
    ],
  ])(
    'rejects %s on every route',
    async (_, { authorization, cookie, query }) => {
      const statuses: Record<string, number> = {};
      for (const route of authenticated) {
        const path = pathOf(route);
        const separator = path.includes('?') ? '&' : '?';
        const { status } = await portal.send({
          method: route.method,
          path: query
            ? `${path}${separator}token=${encodeURIComponent(query)}`
            : path,
          headers: { ...route.row.headers, ...(cookie && { cookie }) },
          body: route.row.body?.(parameters, 'rejected'),
          authorization,
        });
        statuses[route.name] = status;
      }
      expect(statuses).toEqual(
        Object.fromEntries(authenticated.map(({ name }) => [name, 401])),
      );
    },
  );

  it('rejects a webhook without a valid signature from any sender', async () => {
    for (const authorization of Object.values(callersOf('delivery'))) {
      const { status } = await portal.send({
        method: 'post',
        path: '/delivery/v1/webhooks/fake',
        headers: { 'x-signature': 'wrong' },
        body: {},
        authorization,
      });
      expect(status).toBe(401);
    }
  });

  it('shows what waits for a person, and who of the users may approve it', async () => {
    const { guest, viewer, otherTeam, owner: owning } = callersOf('delivery');
    const waitingFor = async (authorization: string) => {
      const path = '/delivery/v1/waiting';
      const { body } = await portal.send({
        method: 'get',
        path,
        authorization,
      });
      return waitingSchema.parse(body).items;
    };
    const item = {
      type: 'run',
      entityRef: 'component:default/orders',
      name: '#1',
      pipeline: 'fix',
      message: 'Deploy?',
      since: '2026-01-01T10:00:00.000Z',
      submitters: ['harbour'],
      permission: 'delivery.run.answer',
    };
    for (const reader of [guest, viewer, otherTeam]) {
      expect(await waitingFor(reader)).toMatchObject([
        { ...item, mayApprove: false },
      ]);
    }
    expect(await waitingFor(owning)).toMatchObject([
      { ...item, mayApprove: true },
    ]);
  });

  it('shows no service in the fleet to a caller without the permission', async () => {
    const { stranger, reader } = callersOf('delivery');
    const fleetOf = async (authorization: string) => {
      const path = '/delivery/v1/fleet';
      const { body } = await portal.send({
        method: 'get',
        path,
        authorization,
      });
      return fleetSchema.parse(body).rows.map(({ entityRef }) => entityRef);
    };
    expect(await fleetOf(reader)).toEqual(['component:default/orders']);
    expect(await fleetOf(stranger)).toEqual([]);
  });

  it('shows no change of a service to a caller without the permission', async () => {
    const { stranger, reader } = callersOf('delivery');
    const changesOf = async (authorization: string) => {
      const path = '/delivery/v1/activity';
      const { body } = await portal.send({
        method: 'get',
        path,
        authorization,
      });
      return activityPageSchema.parse(body).items.map(({ type }) => type);
    };
    expect(await changesOf(reader)).toContain('action');
    expect(await changesOf(stranger)).toEqual([]);
  });
});
