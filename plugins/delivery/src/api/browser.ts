import type { FeedClock, Visibility } from './LiveFeed';

export const browserClock: FeedClock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) =>
    new Promise(resolve => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
    }),
};

export const browserVisibility: Visibility = {
  isVisible: () => document.visibilityState !== 'hidden',
  subscribe: listener => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};
