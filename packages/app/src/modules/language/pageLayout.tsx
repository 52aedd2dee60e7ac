import {
  BreadcrumbEntry,
  PageLayout,
  useBreadcrumbEntries,
} from '@backstage/frontend-plugin-api';
import type { PageLayoutProps } from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { PluginHeader } from '@backstage/ui';
import { useMemo } from 'react';
import { useResolvedPath } from 'react-router-dom';
import { useTitle } from './useTitle';

/**
 * Page with a header whose titles are translated. Otherwise the same as the default of
 * `@backstage/plugin-app`.
 */
function TranslatedPageLayout(props: PageLayoutProps) {
  const { icon, noHeader, titleLink, headerActions, tabs, children } = props;
  const translate = useTitle();
  const title = props.title && translate(props.title);
  const parentPath = useResolvedPath('.').pathname.replace(/\/$/, '');
  const { items: breadcrumbs } = useBreadcrumbEntries();
  const headerTabs = useMemo(
    () =>
      tabs?.map(tab => ({
        ...tab,
        label: translate(tab.label),
        href: tab.href.startsWith('/')
          ? tab.href
          : `${parentPath}/${tab.href}`.replace(/\/{2,}/g, '/'),
        matchStrategy: 'prefix' as const,
      })),
    [tabs, parentPath, translate],
  );
  if (noHeader) return <>{children}</>;
  const content = (
    <>
      <PluginHeader
        title={title}
        icon={icon}
        titleLink={titleLink}
        breadcrumbs={breadcrumbs}
        tabs={headerTabs}
        customActions={headerActions}
      />
      {children}
    </>
  );
  if (!title) return content;
  const href = titleLink ?? (parentPath || '/');
  return (
    <BreadcrumbEntry entry={{ label: title, href }}>{content}</BreadcrumbEntry>
  );
}

/** Replaces the layout of all pages by one with translated titles. */
export const pageLayout = SwappableComponentBlueprint.make({
  name: 'core-page-layout',
  params: define =>
    define({ component: PageLayout, loader: () => TranslatedPageLayout }),
});
