import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { pageLayout } from './pageLayout';
import { entityPage, templatesPage } from './pages';
import { translations } from './translations';

/** Frontend modules with the Chinese texts of the portal and of Backstage's pages. */
export const languageModules = [
  createFrontendModule({
    pluginId: 'app',
    extensions: [pageLayout, ...translations],
  }),
  createFrontendModule({ pluginId: 'catalog', extensions: [entityPage] }),
  createFrontendModule({ pluginId: 'scaffolder', extensions: [templatesPage] }),
];
