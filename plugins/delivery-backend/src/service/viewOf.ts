import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Request } from 'express';
import { z } from 'zod';
import type { DeliveryView } from '../delivery/DeliveryReader';
import { serviceQuery } from '../delivery/serviceQuery';
import type { DeliveryAuthorizer } from '../permissions/DeliveryAuthorizer';

/** What it takes to know what a viewer may see of a service. */
export interface ViewOptions {
  catalog: CatalogService;
  authorizer: DeliveryAuthorizer;
  labelSelectorsEnabled: boolean;
}

const serviceParams = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/**
 * The service that a request names, as its viewer may see it. The entity is
 * read as the viewer, so that what the catalog hides stays hidden.
 *
 * @throws InputError, NotFoundError or NotAllowedError, to be answered as such
 */
export async function viewOf(
  options: ViewOptions,
  req: Request,
  credentials: BackstageCredentials,
): Promise<DeliveryView> {
  return (await serviceOf(options, req, credentials)).view;
}

/**
 * As {@link viewOf}, with the entity.
 *
 * @throws InputError, NotFoundError or NotAllowedError, to be answered as such
 */
export async function serviceOf(
  { catalog, authorizer, labelSelectorsEnabled }: ViewOptions,
  req: Request,
  credentials: BackstageCredentials,
): Promise<{ entity: Entity; view: DeliveryView }> {
  const params = serviceParams.safeParse(req.params);
  if (!params.success) throw new InputError('Not a service', params.error);
  const entity = await catalog.getEntityByRef(params.data, { credentials });
  if (!entity) {
    const { kind, namespace, name } = params.data;
    throw new NotFoundError(
      `The catalog has no ${kind}:${namespace}/${name}, or you may not see it`,
    );
  }
  return {
    entity,
    view: {
      query: serviceQuery(entity, { labelSelectorsEnabled }),
      environments: await authorizer.readableEnvironments(entity, credentials),
    },
  };
}
