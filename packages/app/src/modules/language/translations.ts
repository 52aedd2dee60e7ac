import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { apiDocsTranslationRef } from '@backstage/plugin-api-docs/alpha';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogImportTranslationRef } from '@backstage/plugin-catalog-import/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { notificationsTranslationRef } from '@backstage/plugin-notifications/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react/alpha';
import { scaffolderTranslationRef } from '@backstage/plugin-scaffolder/alpha';
import { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';
import { searchTranslationRef } from '@backstage/plugin-search/alpha';
import { techdocsTranslationRef } from '@backstage/plugin-techdocs/alpha';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings/alpha';

/** Chinese texts of Backstage's own pages, each loaded when a page needs it. */
export const resources = [
  createTranslationResource({
    ref: apiDocsTranslationRef,
    translations: { zh: () => import('./zh/apiDocs') },
  }),
  createTranslationResource({
    ref: catalogTranslationRef,
    translations: { zh: () => import('./zh/catalog') },
  }),
  createTranslationResource({
    ref: catalogGraphTranslationRef,
    translations: { zh: () => import('./zh/catalogGraph') },
  }),
  createTranslationResource({
    ref: catalogImportTranslationRef,
    translations: { zh: () => import('./zh/catalogImport') },
  }),
  createTranslationResource({
    ref: catalogReactTranslationRef,
    translations: { zh: () => import('./zh/catalogReact') },
  }),
  createTranslationResource({
    ref: coreComponentsTranslationRef,
    translations: { zh: () => import('./zh/coreComponents') },
  }),
  createTranslationResource({
    ref: notificationsTranslationRef,
    translations: { zh: () => import('./zh/notifications') },
  }),
  createTranslationResource({
    ref: orgTranslationRef,
    translations: { zh: () => import('./zh/org') },
  }),
  createTranslationResource({
    ref: scaffolderTranslationRef,
    translations: { zh: () => import('./zh/scaffolder') },
  }),
  createTranslationResource({
    ref: scaffolderReactTranslationRef,
    translations: { zh: () => import('./zh/scaffolderReact') },
  }),
  createTranslationResource({
    ref: searchTranslationRef,
    translations: { zh: () => import('./zh/search') },
  }),
  createTranslationResource({
    ref: searchReactTranslationRef,
    translations: { zh: () => import('./zh/searchReact') },
  }),
  createTranslationResource({
    ref: techdocsTranslationRef,
    translations: { zh: () => import('./zh/techdocs') },
  }),
  createTranslationResource({
    ref: userSettingsTranslationRef,
    translations: { zh: () => import('./zh/userSettings') },
  }),
];

/** Extensions that register the Chinese texts. */
export const translations = resources.map(resource =>
  TranslationBlueprint.make({ name: resource.id, params: { resource } }),
);
