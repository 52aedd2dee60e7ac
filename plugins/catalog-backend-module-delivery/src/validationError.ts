import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';

/** Default policies of the catalog, as in `CatalogBuilder#buildEntityPolicy`. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

/** Returns the reason why the catalog's policies reject an entity; undefined if it is valid. */
export async function validationError(
  entity: Entity,
): Promise<string | undefined> {
  try {
    await policy.enforce(entity);
    return undefined;
  } catch (error) {
    return isError(error) ? error.message : String(error);
  }
}
