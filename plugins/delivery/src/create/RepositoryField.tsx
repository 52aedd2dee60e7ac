import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import {
  parseRepositoryUrl,
  findExistingRepository,
} from './repositoryLocations';
import { translateFor } from './translateFor';

/**
 * RepoUrlPicker of the scaffolder for a new repository. By default it offers the
 * configured Gitea hosts and the name of the service.
 */
export function RepositoryField(props: FieldExtensionComponentProps<string>) {
  // Loads the texts of the validation too.
  useTranslationRef(deliveryTranslationRef);
  const { formContext, formData, registry, uiSchema } = props;
  const { gitea } = useApi(scmIntegrationsApiRef);
  // The picker offers only named hosts.
  const pickerSchema = useMemo(() => {
    const allowedHosts = gitea.list().map(({ config }) => config.host);
    const options = { allowedHosts, ...uiSchema['ui:options'] };
    return { ...uiSchema, 'ui:options': options };
  }, [gitea, uiSchema]);
  const { name } = formContext?.formData ?? {};
  const { allowedHosts: [host] = [] } = pickerSchema['ui:options'];
  const defaultValue =
    host && name ? `${host}?${new URLSearchParams({ repo: name })}` : undefined;
  // A form preview has no picker.
  const Picker = registry.fields.RepoUrlPicker ?? registry.fields.StringField;
  return (
    <Picker
      {...props}
      uiSchema={pickerSchema}
      formData={formData ?? defaultValue}
    />
  );
}

/** Requires a complete location without an existing repository. */
export const validateRepository: CustomFieldValidator<string> = async (
  picked,
  validation,
  { apiHolder },
) => {
  const t = translateFor(apiHolder);
  const location = parseRepositoryUrl(picked ?? '');
  if (!location) {
    validation.addError(t('repository.incomplete'));
    return;
  }
  const existing = await findExistingRepository(apiHolder, [location]);
  if (existing) validation.addError(t('repository.taken', { ...existing }));
};
