import type {
  AuthService,
  DiscoveryService,
  HttpAuthService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  parseLocationRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  applyPreviewSchema,
  entityRefSchema,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Preview } from '@fairway/backstage-plugin-delivery-common';
import {
  fetchContents,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Dependencies of the route. */
export interface PreviewRouterOptions {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  integrations: ScmIntegrations;
  reader: UrlReaderService;
}

/** Actions that read, write files or plan an apply. Steps with other actions are left out. */
const DRY_RUN_ACTIONS =
  /^(fetch:|fs:|delivery:(git:inspect|kubernetes:apply)$)/;

/** Largest file in bytes whose content is in the preview. */
const MAX_BYTES = 200_000;

const requestSchema = z.object({
  templateRef: entityRefSchema,
  values: z.record(z.string(), z.unknown()),
});

const APPLY = 'delivery:kubernetes:apply';

// A step with `each` outputs one plan for each iteration.
const plansSchema = z
  .union([applyPreviewSchema, z.array(applyPreviewSchema)])
  .nullish();

const dryRunSchema = z.object({
  output: z.record(z.string(), plansSchema),
  directoryContents: z.array(
    z.object({ path: z.string(), base64Content: z.string() }),
  ),
});

/** Answer of a dry run whose values do not match the schemas of the form */
const invalidSchema = z.object({
  errors: z.array(
    z.object({ path: z.array(z.coerce.string()), message: z.string() }),
  ),
});

const stepsSchema = z.array(
  z.looseObject({ id: z.string().optional(), action: z.string() }),
);

/**
 * `POST /delivery/preview`: files that a template would write and objects that it would
 * apply, by the scaffolder's own dry run with the credentials of the person.
 */
export function createPreviewRouter(options: PreviewRouterOptions): Router {
  const { auth, catalog, discovery, httpAuth } = options;
  const router = PromiseRouter();
  router.use('/delivery/preview', express.json({ limit: '1mb' }));
  router.post('/delivery/preview', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const body = requestSchema.safeParse(req.body);
    if (!body.success) {
      throw problemError(
        InputError,
        requestProblem('previewRequestInvalid', {
          details: z.prettifyError(body.error),
        }),
      );
    }
    const { templateRef, values } = body.data;
    const template = await catalog.getEntityByRef(templateRef, { credentials });
    if (template?.kind !== 'Template') {
      throw problemError(
        NotFoundError,
        requestProblem('entityNotFound', { entityRef: templateRef }),
      );
    }
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'scaffolder',
    });
    const steps = stepsSchema
      .parse(template.spec?.steps)
      .filter(({ action }) => DRY_RUN_ACTIONS.test(action))
      .map((step, index) => ({ ...step, id: step.id ?? `step-${index + 1}` }));
    const response = await fetch(
      `${await discovery.getBaseUrl('scaffolder')}/v2/dry-run`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          template: {
            ...template,
            spec: {
              ...template.spec,
              steps,
              // The schema of templates takes only strings here.
              output: Object.fromEntries(
                steps
                  .filter(({ action }) => action === APPLY)
                  .map(({ id }, index) => [
                    `plan${index}`,
                    `\${{ steps[${JSON.stringify(id)}].output.plan }}`,
                  ]),
              ),
            },
          },
          values,
          directoryContents: await contentsOf(template, options),
        }),
      },
    );
    if (response.status === 403) {
      throw problemError(
        NotAllowedError,
        requestProblem('dryRunForbidden', {
          permission: 'scaffolder.template.dry-run',
        }),
      );
    }
    if (!response.ok) {
      throw problemError(
        InputError,
        requestProblem('dryRunFailed', { reason: await reasonOf(response) }),
      );
    }
    const { directoryContents, output } = dryRunSchema.parse(
      await response.json(),
    );
    const files = directoryContents.map(({ path: at, base64Content }) => ({
      path: at,
      content: Buffer.from(base64Content, 'base64'),
    }));
    const preview: Preview = {
      files: files
        .sort((a, b) => a.path.localeCompare(b.path))
        .map(({ path: at, content }) => ({
          path: at,
          ...(content.length <= MAX_BYTES && {
            content: content.toString('utf8'),
          }),
        })),
      previews: Object.values(output).flatMap(plan => plan ?? []),
    };
    res.json(preview);
  });
  return router;
}

/** Why the scaffolder's dry run failed. */
async function reasonOf(response: Response): Promise<string> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const invalid = invalidSchema.safeParse(body).data;
  if (invalid?.errors.length) {
    return invalid.errors
      .map(({ path: at, message }) => `${at.join('.')} ${message}`)
      .join('; ');
  }
  const { cause, message } = await ResponseError.fromResponse(response);
  return cause?.message || message;
}

/** The files beside a template, as a dry run takes them. */
async function contentsOf(
  template: Entity,
  { integrations, reader }: PreviewRouterOptions,
) {
  const { annotations = {} } = template.metadata;
  const { type, target } = parseLocationRef(
    annotations[ANNOTATION_SOURCE_LOCATION] ??
      annotations[ANNOTATION_LOCATION] ??
      '',
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'fairway-preview-'));
  try {
    await fetchContents({
      reader,
      integrations,
      fetchUrl: '.',
      outputPath: folder,
      // As the scaffolder has it: fetchContents decodes nothing.
      baseUrl: type === 'file' ? `file://${target}` : target,
    });
    const files = await serializeDirectoryContents(folder);
    return files.map(({ path: at, content }) => ({
      path: at,
      base64Content: content.toString('base64'),
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
