import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { OwnershipResolver } from '../ownership';
import type { DeliveryView } from '../services';
import { serviceQuery } from '../services';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import { entityOf } from './entityOf';

/** Dependencies of {@link viewOf}. */
export interface ViewOptions {
  catalog: CatalogService;
  authorizer: DeliveryAuthorizer;
  labelSelectorsEnabled: boolean;
  ownership: Pick<OwnershipResolver, 'know' | 'idClaims'>;
}

/**
 * The service in a request's parameters, limited to what the caller may see. The
 * entity is read with the caller's credentials, so that entities that the catalog
 * hides stay hidden.
 *
 * @throws InputError, NotFoundError or NotAllowedError
 */
export async function viewOf(
  options: ViewOptions,
  named: unknown,
  credentials: BackstageCredentials,
): Promise<DeliveryView> {
  return (await serviceOf(options, named, credentials)).view;
}

/**
 * The same as {@link viewOf}, with the entity.
 *
 * @throws InputError, NotFoundError or NotAllowedError
 */
export async function serviceOf(
  { catalog, authorizer, labelSelectorsEnabled, ownership }: ViewOptions,
  named: unknown,
  credentials: BackstageCredentials,
): Promise<{ entity: Entity; view: DeliveryView }> {
  const entity = await entityOf({ catalog }, named, credentials);
  await ownership.know(entity);
  return {
    entity,
    view: {
      query: serviceQuery(entity, { labelSelectorsEnabled, ownership }),
      environments: await authorizer.readableEnvironments(entity, credentials),
    },
  };
}
