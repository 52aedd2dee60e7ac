import type { ApiHolder } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { deliveryTranslationRef } from '../translation/ref';
import { en } from '../translation/en';

type Translate = (
  key:
    | `nameTaken.${keyof typeof en.nameTaken}`
    | `repository.${keyof typeof en.repository}`
    | 'listSeparator'
    | 'strategy.stepsInvalid'
    | 'environments.firstNotAllowed'
    | 'environments.wrongNamespace',
  values?: Record<string, string>,
) => string;

/** Translation function for validators, which cannot use hooks. The field must have loaded the texts. */
export function translateFor(apis: ApiHolder): Translate {
  const snapshot = apis
    .get(translationApiRef)
    ?.getTranslation(deliveryTranslationRef);
  // A validator runs after its field is rendered, which waits for the texts.
  return snapshot?.ready ? (snapshot.t as Translate) : key => key;
}
