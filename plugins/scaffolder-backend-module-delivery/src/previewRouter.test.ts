import {
  createMockDirectory,
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ScmIntegrations } from '@backstage/integration';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { previewSchema } from '@fairway/backstage-plugin-delivery-common';
import express from 'express';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPreviewRouter } from './previewRouter';

const preview = {
  environment: 'dev',
  problem: {
    code: 'serverRefused',
    values: { message: 'staging does not answer' },
    message: 'staging does not answer',
  },
};

const encoded = (path: string, text: string) => ({
  path,
  base64Content: Buffer.from(text).toString('base64'),
});

interface DryRun {
  values: Record<string, unknown>;
  template: Entity;
  directoryContents: unknown[];
}

/** The scaffolder's dry run, written by hand after its answers. */
function startScaffolder() {
  const asked: { authorization?: string; body: DryRun }[] = [];
  const app = express().use(express.json());
  app.post('/api/scaffolder/v2/dry-run', async (req, res) => {
    // As the scaffolder does before it runs anything.
    const isTemplate = await templateEntityV1beta3Validator
      .check(req.body.template)
      .catch(() => false);
    if (!isTemplate) {
      const error = { name: 'TypeError', message: 'not a template' };
      res.status(500).json({ error, response: { statusCode: 500 } });
      return;
    }
    asked.push({ authorization: req.headers.authorization, body: req.body });
    if (req.body.values.name === 'wrong') {
      const message = 'does not match pattern "^[a-z]+$"';
      res.status(400).json({ errors: [{ path: ['name'], message }] });
      return;
    }
    if (req.body.values.name === 'denied') {
      const error = { name: 'NotAllowedError', message: '' };
      res.status(403).json({ error, response: { statusCode: 403 } });
      return;
    }
    res.json({
      log: [],
      output: { plan0: preview, plan1: [preview], plan2: null },
      directoryContents: [
        encoded('src/main.go', 'package main'),
        encoded('README.md', '# Rain'),
        encoded('package-lock.json', ' '.repeat(300_000)),
      ],
    });
  });
  return { server: createServer(app), asked };
}

describe('POST /delivery/preview', () => {
  const folder = createMockDirectory({
    content: { 'template.yaml': '', go: { 'main.go': 'package main' } },
  });
  const { server: scaffolder, asked } = startScaffolder();
  const servers: Server[] = [scaffolder];
  let url: string;

  async function listen(server: Server): Promise<string> {
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  beforeAll(async () => {
    const baseUrl = await listen(scaffolder);
    const template: Entity = {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: {
        name: 'service',
        annotations: {
          'backstage.io/managed-by-location': `file:${folder.resolve('template.yaml')}`,
        },
      },
      spec: {
        type: 'service',
        steps: [
          { id: 'write', action: 'fetch:template' },
          { id: 'publish', action: 'delivery:git:publish' },
          { id: 'deploy', action: 'delivery:kubernetes:apply' },
        ],
        output: { links: [{ url: '${{ steps.publish.output.remoteUrl }}' }] },
      },
    };
    const config = mockServices.rootConfig();
    const router = createPreviewRouter({
      auth: mockServices.auth(),
      catalog: {
        getEntityByRef: async ref =>
          ref === 'template:default/service' ? template : undefined,
      },
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `${baseUrl}/api/scaffolder`,
      }),
      httpAuth: mockServices.httpAuth(),
      integrations: ScmIntegrations.fromConfig(config),
      reader: mockServices.urlReader.mock(),
    });
    const app = createServer(express().use(router).use(mockErrorHandler()));
    servers.push(app);
    url = `${await listen(app)}/delivery/preview`;
  });

  afterAll(() => servers.forEach(server => server.close()));

  const ask = (body: object) =>
    fetch(url, {
      method: 'POST',
      headers: {
        authorization: mockCredentials.user.header(),
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  it('runs only steps that write files or apply objects, with the user’s credentials', async () => {
    const values = { name: 'rain' };
    const response = await ask({
      templateRef: 'template:default/service',
      values,
    });
    expect(previewSchema.parse(await response.json())).toEqual({
      files: [
        { path: 'package-lock.json' },
        { path: 'README.md', content: '# Rain' },
        { path: 'src/main.go', content: 'package main' },
      ],
      previews: [preview, preview],
    });
    const [{ authorization, body }] = asked;
    expect(authorization).toBe(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.user(),
        targetPluginId: 'scaffolder',
      }),
    );
    expect(body.values).toEqual(values);
    expect(body.template.spec).toEqual({
      type: 'service',
      steps: [
        { id: 'write', action: 'fetch:template' },
        { id: 'deploy', action: 'delivery:kubernetes:apply' },
      ],
      output: { plan0: '${{ steps["deploy"].output.plan }}' },
    });
    expect(body.directoryContents).toContainEqual(
      encoded('go/main.go', 'package main'),
    );
  });

  const service = 'template:default/service';
  it.each([
    [{ templateRef: 'template:default/other', values: {} }, 404, 'has no'],
    [{ templateRef: 'service', values: {} }, 400, 'templateRef'],
    [{ templateRef: '', values: {} }, 400, 'templateRef'],
    [{ templateRef: service }, 400, 'must have templateRef and values'],
    [
      { templateRef: service, values: { name: 'wrong' } },
      400,
      'failed: name does not match pattern "^[a-z]+$"',
    ],
    [
      { templateRef: service, values: { name: 'denied' } },
      403,
      'the permission scaffolder.template.dry-run',
    ],
  ])('rejects %j', async (body, status, why) => {
    const response = await ask(body);
    expect(response.status).toBe(status);
    expect((await response.json()).error.message).toContain(why);
  });
});
