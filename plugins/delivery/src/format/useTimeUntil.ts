import { useSyncExternalStore } from 'react';
import { formatAge } from './formatAge';
import { pageClock } from './pageClock';
import { useLanguage } from './useLanguage';

/** Time until `time` (ISO) as text that keeps itself up to date; undefined once it has passed. */
export function useTimeUntil(time: string): string | undefined {
  const language = useLanguage();
  return useSyncExternalStore(pageClock.subscribe, () => {
    const left = Date.parse(time) - pageClock.now();
    return left > 0 ? formatAge(left, language) : undefined;
  });
}
