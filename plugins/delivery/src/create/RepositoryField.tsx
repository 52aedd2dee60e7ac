import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { deliveryTranslationRef } from '../translation/ref';
import { parsePlace, takenPlace } from './repositoryPlaces';
import { translated } from './translated';

/** The scaffolder's own picker of a repository, for one that is to be made. */
export function RepositoryField(props: FieldExtensionComponentProps<string>) {
  // Loads the texts of the check, too.
  useTranslationRef(deliveryTranslationRef);
  const { fields } = props.registry;
  // Where forms are only looked at, there is no picker.
  const Picker = fields.RepoUrlPicker ?? fields.StringField;
  return <Picker {...props} />;
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
