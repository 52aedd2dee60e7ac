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
import { translated } from './translated';

/** The environments that a new service is to run in, with what is left in each. */
export function EnvironmentsField({
  formData,
  onChange,
  schema,
  idSchema,
}: FieldExtensionComponentProps<ChosenEnvironment[]>) {
  const { t } = useTranslationRef(deliveryTranslationRef);
  const api = useApi(deliveryApiRef);
  const answer = useAsyncRetry(() => api.getEnvironments(), [api]);
  const places = answer.value;
  // A form fills a list that must not be empty with entries that say nothing.
  const chosen = (formData ?? []).filter(({ name }) => name);
  const isChosen = chosen.length > 0;
  useEffect(() => {
    // Once it is known what there is; who then takes all away means it.
    if (places && !isChosen) onChange(defaultEnvironments(places));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [places]);
  const choose = (place: EnvironmentTarget, choice?: ChosenEnvironment) =>
    onChange(
      (places ?? []).flatMap(each =>
        each.name === place.name
          ? (choice ?? [])
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
      <AsyncContent answer={answer}>
        {known =>
          known.length ? (
            <>
              {known.map(place => {
                const choice = chosen.find(({ name }) => name === place.name);
                return (
                  <EnvironmentChoice
                    key={place.name}
                    place={place}
                    chosen={choice}
                    onToggle={() =>
                      choose(
                        place,
                        choice ? undefined : defaultEnvironment(place),
                      )
                    }
                    onNamespace={namespace =>
                      choose(place, { ...defaultEnvironment(place), namespace })
                    }
                  />
                );
              })}
            </>
          ) : (
            <FormHelperText error>{t('places.none')}</FormHelperText>
          )
        }
      </AsyncContent>
    </FormControl>
  );
}

/** Says what a choice lacks: a namespace, or a first environment that the person may deploy to. */
export const validateEnvironments: CustomFieldValidator<
  ChosenEnvironment[]
> = async (chosen, validation, { apiHolder }) => {
  if (!chosen?.length) return;
  const t = translated(apiHolder);
  const places = await apiHolder
    .get(deliveryApiRef)
    ?.getEnvironments()
    .catch(() => undefined);
  const lost = chosen.find(({ name, namespace }) => {
    const place = places?.find(each => each.name === name);
    return !(place
      ? place.namespaces.some(each => matchesPattern(each, namespace))
      : namespace);
  });
  if (lost) {
    validation.addError(t('places.wrongNamespace', { name: lost.name }));
  }
  const first = places?.find(({ name }) => name === chosen[0].name);
  if (first && !(first.mayApply && first.isChangeable)) {
    validation.addError(t('places.first'));
  }
};
