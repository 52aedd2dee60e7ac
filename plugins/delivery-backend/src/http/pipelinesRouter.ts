import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError, isError } from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import type { RunDetail } from '@fairway/backstage-plugin-delivery-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { pipeline as pipe } from 'node:stream/promises';
import { z } from 'zod';
import type {
  ChangeReader,
  FoundRun,
  PipelineHub,
  RunReader,
} from '../pipelines';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { readWholeLog } from '../pipelines';
import { entityOf } from './entityOf';
import { abortOnClose } from './abortOnClose';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** What the routes need. */
export interface PipelinesRouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  services: ServiceAuthorizer;
  pipelines: PipelineHub;
  runs: RunReader;
  changes: ChangeReader;
}

/** A server that does not answer by then is not waited for. */
const LIMIT_MS = 30_000;

const logSchema = z.object({
  start: z.coerce.number().int().min(0).optional(),
  maxBytes: z.coerce
    .number()
    .int()
    .min(1024)
    .max(1024 * 1024)
    .default(256 * 1024),
  stage: z.string().max(200).optional(),
});

/** The pipelines of a service, and its runs. */
export function createPipelinesRouter(options: PipelinesRouterOptions): Router {
  const { httpAuth, services, pipelines, runs, changes } = options;
  const router = PromiseRouter();
  const service = '/v1/services/:kind/:namespace/:name';
  const run = `${service}/runs/:id`;

  const readable = async (req: Request): Promise<Entity> => {
    const credentials = await httpAuth.credentials(req);
    const entity = await entityOf(options, req.params, credentials);
    await services.authorize(pipelineReadPermission, entity, credentials);
    return entity;
  };
  const foundRun = async (req: Request): Promise<FoundRun> =>
    runs.findRun(
      await readable(req),
      req.params.id,
      AbortSignal.timeout(LIMIT_MS),
    );

  // Whoever may see no environment may still see the run.
  const environmentsOf = async (
    req: Request,
    commit: string | undefined,
  ): Promise<RunDetail['environments']> => {
    if (commit === undefined) return [];
    const credentials = await httpAuth.credentials(req);
    try {
      const { entity, view } = await serviceOf(
        options,
        req.params,
        credentials,
      );
      return await changes.environmentsOf(entity, view, commit);
    } catch (error) {
      if (
        isError(error) &&
        ['NotAllowedError', 'InputError'].includes(error.name)
      ) {
        return [];
      }
      throw error;
    }
  };

  router.get(`${service}/pipelines`, async (req, res) => {
    res.json(await pipelines.read(await readable(req)));
  });

  router.get(`${service}/pipelines/:id/parameters`, async (req, res) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const entity = await readable(req);
    const found = await runs.findPipeline(entity, req.params.id, signal);
    res.json({ parameters: await runs.parameters(found, signal) });
  });

  router.get(run, async (req, res) => {
    const found = await foundRun(req);
    const detail = await runs.detail(found, AbortSignal.timeout(LIMIT_MS));
    const environments = await environmentsOf(req, detail.commit?.hash);
    res.json({ ...detail, environments });
  });

  router.get(`${run}/tests`, async (req, res) => {
    const found = await foundRun(req);
    const tests = await runs.tests(found, AbortSignal.timeout(LIMIT_MS));
    if (!tests) throw new NotFoundError(`Run ${found.ref.number} has no tests`);
    res.json(tests);
  });

  router.get(`${run}/gate`, async (req, res) => {
    const found = await foundRun(req);
    res.json(await runs.gate(found, AbortSignal.timeout(LIMIT_MS)));
  });

  router.get(`${run}/log`, async (req, res) => {
    const asked = logSchema.safeParse(req.query);
    if (!asked.success) {
      throw new InputError(
        `This part of a log cannot be asked for: ${z.prettifyError(asked.error)}`,
      );
    }
    const { stage: stageId, ...part } = asked.data;
    const found = await foundRun(req);
    const signal = AbortSignal.timeout(LIMIT_MS);
    const log = await runs.log(found, { ...part, stageId }, signal);
    res.set('cache-control', 'no-store').json(log);
  });

  router.get(`${run}/log.txt`, async (req, res) => {
    const { ref, pipeline } = await foundRun(req);
    const signal = abortOnClose(res);
    asAttachment(res, `${ref.number}.log`).type('text/plain');
    await pipe(readWholeLog(pipeline.provider, ref, signal), res);
  });

  router.get(`${run}/artifacts`, async (req, res) => {
    const asked = z.object({ path: z.string().min(1) }).safeParse(req.query);
    if (!asked.success) throw new InputError('Name the artifact: ?path=');
    const { path } = asked.data;
    const found = await foundRun(req);
    const signal = abortOnClose(res);
    const { artifacts } = await runs.parts(found, signal);
    const artifact = artifacts.find(each => each.path === path);
    if (!artifact) {
      throw new NotFoundError(
        `Run ${found.ref.number} has no artifact '${path}'`,
      );
    }
    const { provider } = found.pipeline;
    const file = await provider.readArtifact(found.ref, { path, signal });
    asAttachment(res, artifact.name).type('application/octet-stream');
    if (file.size !== undefined) res.set('content-length', String(file.size));
    await pipe(file.stream, res);
  });

  return router;
}

// What a CI server has is never shown as a page of the portal's own.
function asAttachment(res: Response, name: string): Response {
  res.attachment(name.replace(/[^\w.-]/g, '_'));
  return res.set({
    'cache-control': 'no-store, no-transform',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
}
