import type { Visibility } from './LiveFeed';

export const browserVisibility: Visibility = {
  isVisible: () => document.visibilityState !== 'hidden',
  subscribe: listener => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};
