import { useApi } from '@backstage/core-plugin-api';
import { appLanguageApiRef } from '@backstage/core-plugin-api/alpha';
import { formatAge } from './age';
import { useNow } from './useNow';

/** Says how long ago a time was (ISO or ms), and goes on saying it. */
export function useAge(time: string | number): string {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const since = typeof time === 'string' ? Date.parse(time) : time;
  return formatAge(useNow() - since, language);
}
