import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Request } from 'express';
import { z } from 'zod';

const serviceParams = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/**
 * The entity that a request names, read as the viewer, so that what the catalog
 * hides stays hidden.
 *
 * @throws InputError or NotFoundError, to be answered as such
 */
export async function entityOf(
  { catalog }: { catalog: CatalogService },
  req: Request,
  credentials: BackstageCredentials,
): Promise<Entity> {
  const params = serviceParams.safeParse(req.params);
  if (!params.success) throw new InputError('Not a service', params.error);
  const entity = await catalog.getEntityByRef(params.data, { credentials });
  if (!entity) {
    const { kind, namespace, name } = params.data;
    throw new NotFoundError(
      `The catalog has no ${kind}:${namespace}/${name}, or you may not see it`,
    );
  }
  return entity;
}
