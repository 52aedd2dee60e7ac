import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { z } from 'zod';

// A part such as `..` would change the path of the request to the catalog.
const part = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[^:/\s]{1,63}$/,
    'Give a part of an entity ref, such as component, default or orders',
  );
const serviceParams = z.object({ kind: part, namespace: part, name: part });

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
  if (!params.success) {
    throw problemError(
      InputError,
      requestProblem('serviceInvalid', {
        details: z.prettifyError(params.error),
      }),
    );
  }
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
