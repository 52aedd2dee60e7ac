import { useSyncExternalStore } from 'react';
import { formatAge } from './formatAge';
import { pageClock } from './pageClock';
import { useLanguage } from './useLanguage';

/** Time since `time` (ISO or milliseconds) as text that keeps itself up to date. */
export function useAge(time: string | number): string {
  const language = useLanguage();
  const since = typeof time === 'string' ? Date.parse(time) : time;
  // The snapshot is the text, so a component renders only when the text changes.
  return useSyncExternalStore(pageClock.subscribe, () =>
    formatAge(pageClock.now() - since, language),
  );
}
