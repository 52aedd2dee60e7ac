import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { foundIn } from '@fairway/backstage-plugin-delivery-common';
import TextField from '@material-ui/core/TextField';
import { isUndescribed } from '../catalog/describing';
import { deliveryTranslationRef } from '../translation/ref';
import { translated } from './translated';

/** The name of a service to come, which nothing in the catalog or in what runs may have. */
export function ServiceNameField({
  formData,
  onChange,
  schema,
  idSchema,
  required,
  rawErrors,
  uiSchema,
}: FieldExtensionComponentProps<string>) {
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
 * Says whether a name is taken: by an entry of the catalog, which has what runs
 * and nobody has described, too. While the catalog cannot say, it is not.
 */
export const validateServiceName: CustomFieldValidator<string> = async (
  name,
  validation,
  { apiHolder },
) => {
  if (!name) return;
  const entityRef = stringifyEntityRef({ kind: 'component', name });
  const entity = await apiHolder
    .get(catalogApiRef)
    ?.getEntityByRef(entityRef)
    .catch(() => undefined);
  if (!entity) return;
  const t = translated(apiHolder);
  validation.addError(
    isUndescribed(entity)
      ? t('nameTaken.runs', {
          name,
          places: foundIn(entity.metadata.annotations).join(', '),
        })
      : t('nameTaken.described', { name }),
  );
};
