import { useCallback, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => Math.min(at + 1, count - 1),
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowLeft: at => Math.max(at - 1, 0),
  ArrowUp: at => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Makes many links one stop of the Tab key: arrows go from one to the next.
 *
 * @param first - id of the one that the Tab key comes to at first
 * @see https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex
 */
export function useRovingFocus(first: string | undefined): {
  /** For what holds the links */
  group: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onFocus: (event: FocusEvent<HTMLElement>) => void;
  };
  /** For each link */
  item: (id: string) => { 'data-roving': string; tabIndex: 0 | -1 };
} {
  const [active, setActive] = useState<string>();
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    const items = [
      ...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]'),
    ];
    const at = items.findIndex(each => each === document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    items[step(at, items.length)].focus();
  }, []);
  const onFocus = useCallback(
    ({ target }: FocusEvent<HTMLElement>) => setActive(target.dataset.roving),
    [],
  );
  const stop = active ?? first;
  return {
    group: { onKeyDown, onFocus },
    item: id => ({ 'data-roving': id, tabIndex: id === stop ? 0 : -1 }),
  };
}
