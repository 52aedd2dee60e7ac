import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { z } from 'zod';

const serviceParams = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/**
 * The entity in a request's parameters, read with the caller's credentials, so that
 * entities that the catalog hides stay hidden.
 *
 * @throws InputError or NotFoundError
 */
export async function entityOf(
  { catalog }: { catalog: CatalogService },
  named: unknown,
  credentials: BackstageCredentials,
): Promise<Entity> {
  const params = serviceParams.safeParse(named);
  if (!params.success)
    throw new InputError('The path does not name a service', params.error);
  const entity = await catalog.getEntityByRef(params.data, { credentials });
  if (!entity) {
    const { kind, namespace, name } = params.data;
    const entityRef = `${kind}:${namespace}/${name}`;
    throw problemError(
      NotFoundError,
      requestProblem('entityNotFound', { entityRef }),
    );
  }
  return entity;
}
