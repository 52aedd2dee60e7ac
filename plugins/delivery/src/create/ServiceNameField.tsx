import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { discoveredIn } from '@fairway/backstage-plugin-delivery-common';
import TextField from '@material-ui/core/TextField';
import { isDiscovered } from '../catalog/catalogInfoPrefill';
import { deliveryTranslationRef } from '../translation/ref';
import { giteaLocations, findExistingRepository } from './repositoryLocations';
import { translateFor } from './translateFor';

/** `ui:options` of the field. */
interface ServiceNameOptions {
  /** Owner of the new repository, on a configured Gitea host */
  repositoryOwner?: string;
}

/**
 * Name of a new service. Rejects the name of a catalog entity and, where the
 * template names the owner, of a repository.
 */
export function ServiceNameField({
  formData,
  onChange,
  schema,
  idSchema,
  required,
  rawErrors,
  uiSchema,
}: FieldExtensionComponentProps<string, ServiceNameOptions>) {
  // Loads the texts of the validation too.
  useTranslationRef(deliveryTranslationRef);
  return (
    <TextField
      id={idSchema.$id}
      fullWidth
      margin="normal"
      label={schema.title}
      helperText={schema.description}
      required={required}
      value={formData ?? ''}
      onChange={({ target: { value } }) => onChange(value)}
      error={Boolean(rawErrors?.length)}
      inputProps={{ autoFocus: uiSchema['ui:autofocus'] }}
      FormHelperTextProps={{ margin: 'dense', style: { marginLeft: 0 } }}
    />
  );
}

/**
 * Rejects a name that a catalog entity, also a discovered one, or a repository
 * has. Skips a check that fails.
 */
export const validateServiceName: CustomFieldValidator<
  string,
  ServiceNameOptions
> = async (name, validation, { apiHolder, uiSchema }) => {
  if (!name) return;
  const owner = uiSchema?.['ui:options']?.repositoryOwner;
  const [entity, repository] = await Promise.all([
    apiHolder
      .get(catalogApiRef)
      ?.getEntityByRef(stringifyEntityRef({ kind: 'component', name }))
      .catch(() => undefined),
    owner &&
      findExistingRepository(
        apiHolder,
        giteaLocations(apiHolder, { owner, name }),
      ),
  ]);
  const t = translateFor(apiHolder);
  if (entity) {
    validation.addError(
      isDiscovered(entity)
        ? t('nameTaken.running', {
            name,
            environments: discoveredIn(entity.metadata.annotations).join(
              t('listSeparator'),
            ),
          })
        : t('nameTaken.inCatalog', { name }),
    );
  }
  if (repository) {
    validation.addError(t('repository.taken', { ...repository }));
  }
};
