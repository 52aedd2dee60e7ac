import { useCallback, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';

const steps: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => Math.min(index + 1, count - 1),
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowLeft: index => Math.max(index - 1, 0),
  ArrowUp: index => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Roving tabindex: a group of elements is one tab stop, and the arrow keys move
 * the focus within it.
 *
 * @param first - id of the element that is the tab stop at first
 * @see https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex
 */
export function useRovingFocus(first: string | undefined): {
  /** Props of the element that contains the items */
  group: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onFocus: (event: FocusEvent<HTMLElement>) => void;
  };
  /** Props of an item */
  item: (id: string) => { 'data-roving': string; tabIndex: 0 | -1 };
} {
  const [active, setActive] = useState<string>();
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    const items = [
      ...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]'),
    ];
    const index = items.findIndex(each => each === document.activeElement);
    if (!step || index < 0) return;
    event.preventDefault();
    items[step(index, items.length)].focus();
  }, []);
  const onFocus = useCallback(
    ({ target }: FocusEvent<HTMLElement>) => setActive(target.dataset.roving),
    [],
  );
  const tabStop = active ?? first;
  return {
    group: { onKeyDown, onFocus },
    item: id => ({ 'data-roving': id, tabIndex: id === tabStop ? 0 : -1 }),
  };
}
