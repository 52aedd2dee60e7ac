import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTitle } from './useTitle';
import type { TranslateTitle } from './useTitle';

/** Renders an element that takes its titles as plain strings, again for each language. */
export function WithTitles(props: {
  render: (title: TranslateTitle) => ReactElement;
}) {
  const { render } = props;
  const title = useTitle();
  return useMemo(() => render(title), [render, title]);
}
