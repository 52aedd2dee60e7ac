import { TestDatabases } from '@backstage/backend-test-utils';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { listedRun } from '../__testUtils__/FakeProvider';
import { canariesIn, storedText } from '../__testUtils__/storedText';
import { pipelineId, runId } from '../pipelines/pipelineIds';
import { actionPortal, orders } from './__testUtils__/actionPortal';
import { FakeApiServer } from './__testUtils__/FakeApiServer';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const main = pipelineId('fake', 'default', 'harbour/orders/main');
const target = {
  type: 'service',
  entityRef: 'component:default/orders',
  environment: 'dev',
};
const labels = { 'backstage.io/kubernetes-id': 'orders' };

/** Secrets in values that look secret: nobody may see them. */
const SECRET = {
  key: 'canary-1-secret-key',
  file: 'canary-2-in-a-file',
  url: 'canary-3-in-a-url',
  binary: 'canary-4-binary',
  variable: 'canary-5-secret-variable',
  argument: 'canary-6-argument',
  annotation: 'canary-7-annotation',
  stringData: 'canary-8-string-data',
  password: 'canary-9-password',
  token: 'canary-a-token',
};
/** Secrets in values that look harmless: who may see configuration sees them. */
const PLAIN = {
  key: 'canary-b-plain-key',
  variable: 'canary-c-plain-variable',
  argument: 'canary-d-plain-argument',
  parameter: 'canary-e-plain-parameter',
  annotation: 'canary-f-plain-annotation',
};
const secret = Object.values(SECRET);
const all = [...secret, ...Object.values(PLAIN)];

const configMap = (suffix = '') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'orders',
    labels,
    annotations: {
      'example/api-token': SECRET.annotation + suffix,
      note: PLAIN.annotation + suffix,
    },
  },
  data: {
    DB_PASSWORD: SECRET.key + suffix,
    GREETING: PLAIN.key + suffix,
    DB_URL: `postgres://app:${SECRET.url}${suffix}@db/orders`,
    'app.properties': `user=orders\npassword=${SECRET.file}${suffix}\n`,
  },
  binaryData: {
    'logo.png': Buffer.from(SECRET.binary + suffix).toString('base64'),
  },
});

const deployment = (suffix = '') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', labels },
  spec: {
    selector: { matchLabels: { app: 'orders' } },
    template: {
      metadata: { labels: { app: 'orders', ...labels } },
      spec: {
        containers: [
          {
            name: 'orders',
            image: 'example/orders:1.0.0',
            args: [
              `--token=${SECRET.argument}${suffix}`,
              PLAIN.argument + suffix,
            ],
            env: [
              { name: 'API_KEY', value: SECRET.variable + suffix },
              { name: 'GREETING', value: PLAIN.variable + suffix },
            ],
          },
        ],
      },
    },
  },
});

async function portal() {
  const knex = await databases.init('SQLITE_3');
  const api = new FakeApiServer();
  const created = await actionPortal({
    knex,
    writer: api,
    applyKinds: ['/ConfigMap', 'apps/Deployment'],
    annotations: ['example/api-token'],
    facts: { workloads: [], selectors: [], claims: [], routes: [] },
  });
  const { auditor, audit, logger, send } = created;
  const apply = (objects: object[], rest: { dryRun?: boolean } = {}) =>
    send(
      {
        kind: 'workload.apply',
        manifests: objects.map(object => stringify(object)).join('---\n'),
      },
      { target, reason: 'To try it', ...rest },
    );
  /** Everything that the portal stored or logged. */
  const kept = async () => ({
    database: await storedText(knex),
    audit: [
      JSON.stringify(
        auditor.createEvent.mock.calls.map(
          ([{ request: _, ...event }]) => event,
        ),
      ),
      JSON.stringify(audit.success.mock.calls),
      ...audit.fail.mock.calls.map(([{ error }]) =>
        JSON.stringify([String(error), { ...error }, error.stack]),
      ),
    ].join(),
    log: JSON.stringify(
      [logger.debug, logger.info, logger.warn, logger.error].map(
        ({ mock }) => mock.calls,
      ),
    ),
  });
  const expectNothingKept = async () => {
    const texts = Object.entries(await kept());
    expect(
      texts.map(([place, text]) => [place, canariesIn(text, all)]),
    ).toEqual(texts.map(([place]) => [place, []]));
  };
  return { ...created, api, apply, expectNothingKept, kept };
}

describe('canary secrets in every input', () => {
  it('are stored and logged nowhere when objects are applied', async () => {
    const { apply, api, rows, expectNothingKept } = await portal();
    const created = await apply([configMap(), deployment()]);
    expect(created.body.error?.message).toBeUndefined();
    expect(created.status).toBe(201);
    const updated = await apply([configMap('-2'), deployment('-2')]);
    expect(updated.status).toBe(201);
    // The test would find what it looks for.
    const applied = JSON.stringify([...api.objects.values()]);
    const unused = [SECRET.stringData, SECRET.password, SECRET.token];
    expect(canariesIn(applied, secret)).toEqual(
      secret.filter(each => !unused.includes(each)),
    );
    expect(canariesIn(created.text + updated.text, all)).toEqual([]);
    await expectNothingKept();
    const { objects } = JSON.parse((await rows())[1].before);
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(objects[0].changes).toContainEqual({
      path: 'data.DB_PASSWORD',
      beforeHash: hash,
      afterHash: hash,
    });
  });

  it('leave at most a thousand hashes in the row of one action', async () => {
    const { apply, rows } = await portal();
    const { metadata } = configMap();
    const data = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, at) => [`key-${at}`, PLAIN.key]),
    );
    const applied = await apply([{ ...configMap(), metadata, data }]);
    expect(applied.status).toBe(201);
    const [{ changes, otherChanges }] = JSON.parse(
      (await rows())[0].before,
    ).objects;
    expect(changes).toHaveLength(1_000);
    expect(otherChanges).toBeGreaterThan(500);
  });

  it('are hidden in a plan where they look secret', async () => {
    const { apply, expectNothingKept } = await portal();
    await apply([configMap(), deployment()]);
    const planned = await apply([configMap('-2'), deployment('-2')], {
      dryRun: true,
    });
    expect(planned.status).toBe(200);
    expect(canariesIn(planned.text, secret)).toEqual([]);
    expect(canariesIn(planned.text, [PLAIN.variable])).toHaveLength(1);
    await expectNothingKept();
  });

  it('are hidden in what the API server says when it refuses them', async () => {
    const { apply, api, expectNothingKept } = await portal();
    api.refuse = body => {
      const { data, binaryData, metadata } = JSON.parse(body);
      const quoted = Object.values({
        ...data,
        ...binaryData,
        token: metadata.annotations['example/api-token'],
      }).map(value => JSON.stringify(value));
      return `Invalid value: ${quoted.join(', ')}; ${data['app.properties']}`;
    };
    const refused = await apply([configMap()]);
    expect(refused.status).toBe(409);
    expect(refused.body.error.message).toContain('Invalid value: "***"');
    expect(canariesIn(refused.text, all)).toEqual([]);
    await expectNothingKept();
  });

  it('are not logged when the manifests cannot be read', async () => {
    const { send, expectNothingKept } = await portal();
    const response = await send(
      {
        kind: 'workload.apply',
        manifests: `a: ${SECRET.key}\na: ${SECRET.key}\n  b: ]${SECRET.key}`,
      },
      { target, reason: 'To try it' },
    );
    expect(response.status).toBe(400);
    await expectNothingKept();
  });

  it('are stored and shown nowhere when a Secret is refused', async () => {
    const { apply, expectNothingKept } = await portal();
    const refused = await apply([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'orders', labels },
        stringData: { user: SECRET.stringData },
      },
    ]);
    expect(refused.status).toBe(409);
    expect(canariesIn(refused.text, all)).toEqual([]);
    await expectNothingKept();
  });

  it('are stored and shown nowhere as parameters of a run', async () => {
    const { provider, runs, send, rows, expectNothingKept } = await portal();
    const definitions: ParameterDefinition[] = [
      { type: 'password', name: 'PASS' },
      { type: 'string', name: 'DEPLOY_TOKEN', default: SECRET.token },
      { type: 'string', name: 'GREETING', default: '' },
    ];
    provider.readParameters = async () => definitions;
    const { signal } = new AbortController();
    const shown = await runs.parameters(
      await runs.findPipeline(orders, main, signal),
      signal,
    );
    expect(shown).toContainEqual({ type: 'password', name: 'DEPLOY_TOKEN' });
    expect(canariesIn(JSON.stringify(shown), all)).toEqual([]);
    const triggered = await send({
      kind: 'run.trigger',
      pipelineId: main,
      parameters: {
        PASS: SECRET.password,
        DEPLOY_TOKEN: SECRET.token,
        GREETING: PLAIN.parameter,
      },
    });
    expect(triggered.status).toBe(201);
    expect(canariesIn(triggered.text, all)).toEqual([]);
    const refused = await send({
      kind: 'run.trigger',
      pipelineId: main,
      parameters: { UNKNOWN: PLAIN.parameter },
    });
    expect(canariesIn(refused.text, all)).toEqual([]);
    expect(await rows()).toHaveLength(2);
    await expectNothingKept();
  });

  it('are stored and shown nowhere as parts of a run that the CI server has', async () => {
    const { provider, runs, kept } = await portal();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'failed', { description: `token=${SECRET.token}` }),
    ]);
    const { readRun } = provider;
    provider.readRun = async (run, options) => ({
      ...(await readRun(run, options)),
      parameters: [
        { name: 'DEPLOY_TOKEN', value: SECRET.token },
        { name: 'DB_URL', value: `postgres://app:${SECRET.url}@db/orders` },
        { name: 'VERSION', value: '1.0.0' },
      ],
      failure: {
        error: `ERROR: password=${SECRET.password}`,
        lastLines: [`curl -H "Authorization: Bearer ${SECRET.key}"`],
      },
    });
    const { signal } = new AbortController();
    const found = await runs.findRun(orders, runId(main, 1), signal);
    const detail = await runs.detail(found, signal);
    expect(detail.parameters).toContainEqual({
      name: 'VERSION',
      value: '1.0.0',
    });
    expect(canariesIn(JSON.stringify(detail), all)).toEqual([]);
    const { database } = await kept();
    expect(canariesIn(database, all)).toEqual([]);
  });
});
