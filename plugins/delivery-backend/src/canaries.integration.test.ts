import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { applyBench } from './__testUtils__/applyBench';
import { deployment } from './__testUtils__/realCluster';
import { recordedMetrics } from './__testUtils__/recordedMetrics';
import { canariesIn, storedText } from './__testUtils__/storedText';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

/** Secrets in every input that a cluster has. */
const CANARIES = {
  key: 'canary-1-secret-key',
  plain: 'canary-2-plain-key',
  binary: 'canary-3-binary',
  variable: 'canary-4-secret-variable',
  plainVariable: 'canary-5-plain-variable',
  argument: 'canary-6-argument',
  annotation: 'canary-7-annotation',
  url: 'canary-8-in-a-url',
  secret: 'canary-9-of-a-secret',
};
const all = Object.values(CANARIES);

describe('canary secrets, on a real API server', () => {
  const { cluster, namespace, id, labels, startPortal } = applyBench();

  beforeAll(async () => {
    await cluster.core.createNamespacedSecret({
      namespace,
      body: {
        metadata: { name: 'orders' },
        stringData: { PASSWORD: CANARIES.secret },
      },
    });
  });

  const objects = (suffix: string) => {
    const orders = deployment('orders', { id });
    const [container] = orders.spec.template.spec.containers;
    return [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'orders',
          namespace,
          labels,
          annotations: { 'example/api-token': CANARIES.annotation + suffix },
        },
        data: {
          DB_PASSWORD: CANARIES.key + suffix,
          GREETING: CANARIES.plain + suffix,
          DB_URL: `postgres://app:${CANARIES.url}${suffix}@db/orders`,
        },
        binaryData: {
          logo: Buffer.from(CANARIES.binary + suffix).toString('base64'),
        },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        ...orders,
        metadata: { ...orders.metadata, namespace },
        spec: {
          ...orders.spec,
          template: {
            ...orders.spec.template,
            spec: {
              containers: [
                {
                  ...container,
                  args: [`--token=${CANARIES.argument}${suffix}`],
                  env: [
                    { name: 'API_KEY', value: CANARIES.variable + suffix },
                    {
                      name: 'GREETING',
                      value: CANARIES.plainVariable + suffix,
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    ];
  };

  it('are in no table, log line, metric, audit event, stream or record of an action', async () => {
    const knex = await databases.init('SQLITE_3');
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const auditor = mockServices.auditor.mock();
    const metrics = recordedMetrics();
    const event = {
      success: jest.fn(async () => {}),
      fail: jest.fn(async (_: { error: Error }) => {}),
    };
    auditor.createEvent.mockResolvedValue(event);
    const { portal, apply } = await startPortal({
      actToken: 'token',
      apply: { annotations: ['example/*'] },
      features: [
        logger.factory,
        auditor.factory,
        metrics.factory,
        mockServices.database.mock({ getClient: async () => knex }).factory,
      ],
    });
    const stream = await portal.follow();
    const created = await apply(objects(''));
    const updated = await apply(objects('-2'));
    expect([created.status, updated.status]).toEqual([201, 201]);
    // The API server quotes a value that is not valid.
    const [configMap] = objects('-3');
    const refused = await apply([
      { ...configMap, data: { DB_PASSWORD: [CANARIES.key] } },
    ]);
    expect(refused.status).toBe(409);
    await waitFor('the workload in the stream', () =>
      stream.delivery?.environments[0].workloads.some(
        ({ revisions }) => revisions.length > 1,
      ),
    );
    await waitFor(
      'its release in the database',
      async () => (await knex('releases').select()).length > 0,
    );
    const places = {
      database: await storedText(knex),
      log: JSON.stringify(
        [logger.debug, logger.info, logger.warn, logger.error].map(({ mock }) =>
          mock.calls.map(call => call.map(String)),
        ),
      ),
      metrics: await metrics.text(),
      audit: [
        JSON.stringify(
          auditor.createEvent.mock.calls.map(
            ([{ request: _, ...audited }]) => audited,
          ),
        ),
        JSON.stringify(event.success.mock.calls),
        ...event.fail.mock.calls.map(([{ error }]) =>
          JSON.stringify([String(error), { ...error }, error.stack]),
        ),
      ].join(),
      stream: JSON.stringify(stream.delivery),
      answers: JSON.stringify([
        ...[await portal.service(), await portal.fleet()],
        ...[created.body, updated.body, refused.body],
      ]),
    };
    for (const [place, text] of Object.entries(places)) {
      expect({ place, found: canariesIn(text, all) }).toEqual({
        place,
        found: [],
      });
    }
    expect(places.database).toContain('beforeHash');
    expect(places.metrics).toContain('delivery.cache.records');
  });
});
