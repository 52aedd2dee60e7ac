import { useEffect } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CustomFieldValidator,
  FieldExtensionComponentProps,
} from '@backstage/plugin-scaffolder-react';
import { matchesPattern } from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentTarget } from '@fairway/backstage-plugin-delivery-common';
import FormControl from '@material-ui/core/FormControl';
import FormHelperText from '@material-ui/core/FormHelperText';
import FormLabel from '@material-ui/core/FormLabel';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { deliveryApiRef } from '../api/DeliveryApi';
import { deliveryTranslationRef } from '../translation/ref';
import { AsyncContent } from '../components/AsyncContent';
import { EnvironmentChoice } from './EnvironmentChoice';
import { defaultEnvironment, defaultEnvironments } from './environments';
import type { ChosenEnvironment } from './environments';
import { translateFor } from './translateFor';

/** Environments of a new service, with the remaining quota of each. */
export function EnvironmentsField({
  formData,
  onChange,
  schema,
  idSchema,
}: FieldExtensionComponentProps<ChosenEnvironment[]>) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const api = useApi(deliveryApiRef);
  const result = useAsyncRetry(() => api.getEnvironments(), [api]);
  const targets = result.value;
  // The form fills a list with `minItems` with empty entries.
  const chosen = (formData ?? []).filter(({ name }) => name);
  const isChosen = chosen.length > 0;
  useEffect(() => {
    // Only when the environments are loaded: a person may then deselect all.
    if (targets && !isChosen) onChange(defaultEnvironments(targets));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [targets]);
  const select = (target: EnvironmentTarget, selection?: ChosenEnvironment) =>
    onChange(
      (targets ?? []).flatMap(each =>
        each.name === target.name
          ? (selection ?? [])
          : chosen.filter(({ name }) => name === each.name),
      ),
    );
  const label = `${idSchema.$id}-label`;
  return (
    <FormControl
      component="fieldset"
      fullWidth
      margin="normal"
      aria-labelledby={label}
    >
      <FormLabel id={label}>{schema.title}</FormLabel>
      <FormHelperText style={{ marginLeft: 0 }}>
        {schema.description}
      </FormHelperText>
      <AsyncContent result={result}>
        {known =>
          known.length ? (
            <>
              {known.map(target => {
                const selection = chosen.find(
                  ({ name }) => name === target.name,
                );
                return (
                  <EnvironmentChoice
                    key={target.name}
                    target={target}
                    chosen={selection}
                    onToggle={() =>
                      select(
                        target,
                        selection ? undefined : defaultEnvironment(target),
                      )
                    }
                    onNamespace={namespace =>
                      select(target, {
                        ...defaultEnvironment(target),
                        namespace,
                      })
                    }
                  />
                );
              })}
            </>
          ) : (
            <FormHelperText error>{t('environments.none')}</FormHelperText>
          )
        }
      </AsyncContent>
    </FormControl>
  );
}

/** Requires a valid namespace, and a first environment that the person may deploy to. */
export const validateEnvironments: CustomFieldValidator<
  ChosenEnvironment[]
> = async (chosen, validation, { apiHolder }) => {
  if (!chosen?.length) return;
  const t = translateFor(apiHolder);
  const targets = await apiHolder
    .get(deliveryApiRef)
    ?.getEnvironments()
    .catch(() => undefined);
  const invalid = chosen.find(({ name, namespace }) => {
    const target = targets?.find(each => each.name === name);
    return !(target
      ? target.namespaces.some(each => matchesPattern(each, namespace))
      : namespace);
  });
  if (invalid) {
    validation.addError(
      t('environments.wrongNamespace', { name: invalid.name }),
    );
  }
  const first = targets?.find(({ name }) => name === chosen[0].name);
  if (first && !(first.canApply && first.isWritable)) {
    validation.addError(t('environments.firstNotAllowed'));
  }
};
