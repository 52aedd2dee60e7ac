import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { DeliveryView } from '../services';
import { serviceQuery } from '../services';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import { entityOf } from './entityOf';

/** What it takes to know what a viewer may see of a service. */
export interface ViewOptions {
  catalog: CatalogService;
  authorizer: DeliveryAuthorizer;
  labelSelectorsEnabled: boolean;
}

/**
 * The service that a request's parameters name, as its viewer may see it. The entity is
 * read as the viewer, so that what the catalog hides stays hidden.
 *
 * @throws InputError, NotFoundError or NotAllowedError, to be answered as such
 */
export async function viewOf(
  options: ViewOptions,
  named: unknown,
  credentials: BackstageCredentials,
): Promise<DeliveryView> {
  return (await serviceOf(options, named, credentials)).view;
}

/**
 * As {@link viewOf}, with the entity.
 *
 * @throws InputError, NotFoundError or NotAllowedError, to be answered as such
 */
export async function serviceOf(
  { catalog, authorizer, labelSelectorsEnabled }: ViewOptions,
  named: unknown,
  credentials: BackstageCredentials,
): Promise<{ entity: Entity; view: DeliveryView }> {
  const entity = await entityOf({ catalog }, named, credentials);
  return {
    entity,
    view: {
      query: serviceQuery(entity, { labelSelectorsEnabled }),
      environments: await authorizer.readableEnvironments(entity, credentials),
    },
  };
}
