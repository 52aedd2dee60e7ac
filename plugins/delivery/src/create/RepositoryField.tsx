import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { useMemo } from 'react';
import { deliveryTranslationRef } from '../translation/ref';
import { parsePlace, takenPlace } from './repositoryLocations';
import { translated } from './translated';

/**
 * The scaffolder's own picker of a repository, for one that is to be made: in a
 * Gitea of the portal's, where the template names no hosts, and called as the service.
 */
export function RepositoryField(props: FieldExtensionComponentProps<string>) {
  // Loads the texts of the check, too.
  useTranslationRef(deliveryTranslationRef);
  const { formContext, formData, registry, uiSchema } = props;
  const { gitea } = useApi(scmIntegrationsApiRef);
  // The picker offers none but those that are named.
  const offered = useMemo(() => {
    const allowedHosts = gitea.list().map(({ config }) => config.host);
    const options = { allowedHosts, ...uiSchema['ui:options'] };
    return { ...uiSchema, 'ui:options': options };
  }, [gitea, uiSchema]);
  const { name } = formContext?.formData ?? {};
  const { allowedHosts: [host] = [] } = offered['ui:options'];
  const proposed =
    host && name ? `${host}?${new URLSearchParams({ repo: name })}` : undefined;
  // Where forms are only looked at, there is no picker.
  const Picker = registry.fields.RepoUrlPicker ?? registry.fields.StringField;
  return (
    <Picker {...props} uiSchema={offered} formData={formData ?? proposed} />
  );
}

/** Says what a place for a repository lacks, or that there is one already. */
export const validateRepository: CustomFieldValidator<string> = async (
  picked,
  validation,
  { apiHolder },
) => {
  const t = translated(apiHolder);
  const place = parsePlace(picked ?? '');
  if (!place) {
    validation.addError(t('repository.incomplete'));
    return;
  }
  const taken = await takenPlace(apiHolder, [place]);
  if (taken) validation.addError(t('repository.taken', { ...taken }));
};
