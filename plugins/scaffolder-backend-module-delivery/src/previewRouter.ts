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
import { applyPreviewSchema } from '@fairway/backstage-plugin-delivery-common';
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
import { isVerdict } from './verdict';

/** What the route needs. */
export interface PreviewRouterOptions {
  auth: AuthService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  integrations: ScmIntegrations;
  reader: UrlReaderService;
}

/** Steps that read, write files, or ask what to apply them would do: no others are tried. */
const TRIED = /^(fetch:|fs:|delivery:(git:inspect|kubernetes:apply)$)/;

/** Files beyond it are named, and not shown. */
const MOST_BYTES = 200_000;

const requestSchema = z.object({
  templateRef: z.string(),
  values: z.record(z.string(), z.unknown()),
});

const dryRunSchema = z.object({
  directoryContents: z.array(
    z.object({ path: z.string(), base64Content: z.string() }),
  ),
});

/** Of a dry run whose values the form's schemas do not take */
const invalidSchema = z.object({
  errors: z.array(
    z.object({ path: z.array(z.coerce.string()), message: z.string() }),
  ),
});

const stepsSchema = z.array(z.looseObject({ action: z.string() }));

/**
 * What a template would write and apply, by the scaffolder's own dry run, as the
 * person who asks: `POST /delivery/preview`.
 */
export function createPreviewRouter(options: PreviewRouterOptions): Router {
  const { auth, catalog, discovery, httpAuth } = options;
  const router = PromiseRouter();
  router.use('/delivery/preview', express.json({ limit: '1mb' }));
  router.post('/delivery/preview', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const asked = requestSchema.safeParse(req.body);
    if (!asked.success) {
      throw new InputError(
        `This names no template and values: ${z.prettifyError(asked.error)}`,
      );
    }
    const { templateRef, values } = asked.data;
    const template = await catalog.getEntityByRef(templateRef, { credentials });
    if (template?.kind !== 'Template') {
      throw new NotFoundError(
        `The catalog has no template ${templateRef}, or you may not see it`,
      );
    }
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'scaffolder',
    });
    const steps = stepsSchema.parse(template.spec?.steps);
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
              steps: steps.filter(({ action }) => TRIED.test(action)),
              output: {},
            },
          },
          values,
          directoryContents: await contentsOf(template, options),
        }),
      },
    );
    if (response.status === 403) {
      throw new NotAllowedError(
        'You may not try templates; whoever looks after the portal’s permissions can grant scaffolder.template.dry-run',
      );
    }
    if (!response.ok) {
      throw new InputError(
        `The template cannot be tried with this: ${await reasonOf(response)}`,
      );
    }
    const { directoryContents } = dryRunSchema.parse(await response.json());
    const files = directoryContents.map(({ path: at, base64Content }) => ({
      path: at,
      content: Buffer.from(base64Content, 'base64'),
    }));
    const preview: Preview = {
      files: files
        .filter(file => !isVerdict(file.path))
        .sort((a, b) => a.path.localeCompare(b.path))
        .map(({ path: at, content }) => ({
          path: at,
          ...(content.length <= MOST_BYTES && {
            content: content.toString('utf8'),
          }),
        })),
      previews: files
        .filter(file => isVerdict(file.path))
        .sort((a, b) => a.path.localeCompare(b.path))
        .map(({ content }) =>
          applyPreviewSchema.parse(JSON.parse(content.toString('utf8'))),
        ),
    };
    res.json(preview);
  });
  return router;
}

/** Why the scaffolder does not try a template, in its own words. */
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
      ...{ reader, integrations, fetchUrl: '.', outputPath: folder },
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
