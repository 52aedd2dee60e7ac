import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError, isError } from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import {
  deliveryRoutes,
  pipelineProblem,
  pipelineReadPermission,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type { RunDetail } from '@fairway/backstage-plugin-delivery-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { pipeline as pipe } from 'node:stream/promises';
import type {
  ChangeReader,
  FoundRun,
  PipelineHub,
  RunReader,
} from '../pipelines';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { readWholeLog } from '../pipelines';
import { entityOf } from './entityOf';
import type { PersonLimits } from './limits/PersonLimits';
import { abortOnClose } from './abortOnClose';
import { parseQuery } from './parseQuery';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Dependencies of the routes for pipelines and runs. */
export interface PipelinesRouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  services: ServiceAuthorizer;
  pipelines: PipelineHub;
  runs: RunReader;
  changes: ChangeReader;
  limits: Pick<PersonLimits, 'countLogRead' | 'openDownload'>;
}

/** Time limit for the response of a CI server, in milliseconds. */
const LIMIT_MS = 30_000;

/** Serves the pipelines of a service, and its runs. */
export function createPipelinesRouter(options: PipelinesRouterOptions): Router {
  const { httpAuth, services, pipelines, runs, changes, limits } = options;
  const router = PromiseRouter();

  const readableEntity = async (req: Request): Promise<Entity> => {
    const credentials = await httpAuth.credentials(req);
    const entity = await entityOf(options, req.params, credentials);
    await services.authorize(pipelineReadPermission, entity, credentials);
    return entity;
  };
  const requestedRun = async (req: Request): Promise<FoundRun> =>
    runs.findRun(
      await readableEntity(req),
      req.params.runId,
      AbortSignal.timeout(LIMIT_MS),
    );

  // A caller who may see no environment may still see the run.
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

  router.get(deliveryRoutes.getPipelines.path, async (req, res) => {
    res.json(await pipelines.read(await readableEntity(req)));
  });

  router.get(deliveryRoutes.getPipelineParameters.path, async (req, res) => {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const entity = await readableEntity(req);
    const found = await runs.findPipeline(
      entity,
      req.params.pipelineId,
      signal,
    );
    res.json({ parameters: await runs.parameters(found, signal) });
  });

  router.get(deliveryRoutes.getRun.path, async (req, res) => {
    const found = await requestedRun(req);
    const detail = await runs.detail(found, AbortSignal.timeout(LIMIT_MS));
    const environments = await environmentsOf(req, detail.commit?.hash);
    res.json({ ...detail, environments });
  });

  router.get(deliveryRoutes.getTestReport.path, async (req, res) => {
    const found = await requestedRun(req);
    const tests = await runs.tests(found, AbortSignal.timeout(LIMIT_MS));
    if (!tests) {
      const { number } = found.ref;
      throw problemError(
        NotFoundError,
        pipelineProblem('runWithoutTests', { number }),
      );
    }
    res.json(tests);
  });

  router.get(deliveryRoutes.getGateReport.path, async (req, res) => {
    const found = await requestedRun(req);
    res.json(await runs.gate(found, AbortSignal.timeout(LIMIT_MS)));
  });

  router.get(deliveryRoutes.getRunLog.path, async (req, res) => {
    const part = parseQuery(deliveryRoutes.getRunLog, req);
    const found = await requestedRun(req);
    const signal = AbortSignal.timeout(LIMIT_MS);
    const beforeRead = () => limits.countLogRead(req, res);
    const log = await runs.log(found, part, { signal, beforeRead });
    res.set('cache-control', 'no-store').json(log);
  });

  router.get(deliveryRoutes.downloadRunLog.path, async (req, res) => {
    const { ref, pipeline } = await requestedRun(req);
    const close = await limits.openDownload(req, res);
    try {
      const signal = abortOnClose(res);
      asAttachment(res, `${ref.number}.log`).type('text/plain');
      await pipe(readWholeLog(pipeline.provider, ref, signal), res);
    } finally {
      close();
    }
  });

  router.get(deliveryRoutes.downloadArtifact.path, async (req, res) => {
    const { path } = parseQuery(deliveryRoutes.downloadArtifact, req);
    const found = await requestedRun(req);
    const signal = abortOnClose(res);
    const { artifacts } = await runs.parts(found, signal);
    const artifact = artifacts.find(each => each.path === path);
    if (!artifact) {
      const { number } = found.ref;
      throw problemError(
        NotFoundError,
        pipelineProblem('artifactNotFound', { number, path }),
      );
    }
    const { provider } = found.pipeline;
    const close = await limits.openDownload(req, res);
    try {
      const file = await provider.readArtifact(found.ref, { path, signal });
      asAttachment(res, artifact.name).type('application/octet-stream');
      if (file.size !== undefined) res.set('content-length', String(file.size));
      await pipe(file.stream, res);
    } finally {
      close();
    }
  });

  return router;
}

/** Sends a file of a CI server as a download: it must never run as a page of the portal. */
function asAttachment(res: Response, name: string): Response {
  res.attachment(name.replace(/[^\w.-]/g, '_'));
  return res.set({
    'cache-control': 'no-store, no-transform',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
}
