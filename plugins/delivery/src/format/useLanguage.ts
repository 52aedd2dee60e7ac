import { useApi } from '@backstage/core-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';

/** Language of the viewer, as a BCP 47 tag. */
export function useLanguage(): string {
  return useApi(appLanguageApiRef).getLanguage().language;
}
