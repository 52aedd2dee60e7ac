import type { ApiHolder } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { deliveryTranslationRef } from '../translation/ref';
import { en } from '../translation/en';

type Translate = (
  key:
    | `nameTaken.${keyof typeof en.nameTaken}`
    | `repository.${keyof typeof en.repository}`
    | 'strategy.sharesWrong'
    | 'places.first'
    | 'places.wrongNamespace',
  values?: Record<string, string>,
) => string;

/** Texts for where there are no hooks, once a field has them loaded. */
export function translated(apis: ApiHolder): Translate {
  const snapshot = apis
    .get(translationApiRef)
    ?.getTranslation(deliveryTranslationRef);
  // A field's check runs after it was shown, and it is shown when texts are there.
  return snapshot?.ready ? (snapshot.t as Translate) : key => key;
}
