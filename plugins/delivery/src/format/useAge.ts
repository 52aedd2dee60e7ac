import { useSyncExternalStore } from 'react';
import { formatAge } from './age';
import { pageClock } from './pageClock';
import { useLanguage } from './useLanguage';

/** Says how long ago a time was (ISO or ms), and goes on saying it. */
export function useAge(time: string | number): string {
  const language = useLanguage();
  const since = typeof time === 'string' ? Date.parse(time) : time;
  // The text is the snapshot: a view is drawn again only when it changes.
  return useSyncExternalStore(pageClock.subscribe, () =>
    formatAge(pageClock.now() - since, language),
  );
}
