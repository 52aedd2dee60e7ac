import { useSyncExternalStore } from 'react';
import { formatAge } from './age';
import { pageClock } from './pageClock';
import { useLanguage } from './useLanguage';

/** Says how long it is until a time (ISO); undefined once it has come. */
export function useTimeUntil(time: string): string | undefined {
  const language = useLanguage();
  return useSyncExternalStore(pageClock.subscribe, () => {
    const left = Date.parse(time) - pageClock.now();
    return left > 0 ? formatAge(left, language) : undefined;
  });
}
