import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';

/** Those that the catalog has unless it is told others: `CatalogBuilder#buildEntityPolicy`. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

/** Why the catalog's policies refuse an entity; undefined where they do not. */
export async function refusalOf(entity: Entity): Promise<string | undefined> {
  try {
    await policy.enforce(entity);
    return undefined;
  } catch (error) {
    return isError(error) ? error.message : String(error);
  }
}
