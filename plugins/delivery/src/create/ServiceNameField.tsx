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
import { giteaLocations, takenPlace } from './repositoryLocations';
import { translated } from './translated';

/** What a template may say of the field. */
interface ServiceNameOptions {
  /** Who will have the service's repository, in a Gitea of the portal's */
  repositoryOwner?: string;
}

/**
 * The name of a service to come, which nothing in the catalog or in what runs
 * may have; where the template names the owner, no repository either.
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
  // Loads the texts of the check, too.
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
 * Says what has a name already: an entry of the catalog, which has what runs and
 * nobody has described, too, or a repository. While one of them cannot say, it
 * does not count.
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
    owner && takenPlace(apiHolder, giteaLocations(apiHolder, { owner, name })),
  ]);
  const t = translated(apiHolder);
  if (entity) {
    validation.addError(
      isDiscovered(entity)
        ? t('nameTaken.runs', {
            name,
            places: discoveredIn(entity.metadata.annotations).join(', '),
          })
        : t('nameTaken.described', { name }),
    );
  }
  if (repository) {
    validation.addError(t('repository.taken', { ...repository }));
  }
};
