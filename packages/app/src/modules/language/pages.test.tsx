import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import deliveryPlugin from '@fairway/backstage-plugin-delivery';
import { screen } from '@testing-library/react';
import { languageModules } from '.';
import { homeModule } from '../home';

const language = {
  'api:app/app-language': {
    config: { availableLanguages: ['en', 'zh'], defaultLanguage: 'zh' },
  },
};
const config = {
  app: { baseUrl: 'http://localhost:3000', extensions: [language] },
  backend: { baseUrl: 'http://localhost:7007' },
};
const [appModule, catalogModule] = languageModules;

function tab(name: string, title: string) {
  return EntityContentBlueprint.make({
    name,
    params: {
      path: `/${name}`,
      title,
      loader: async () => <p>{`Content of ${name}`}</p>,
    },
  });
}

describe('the pages in Chinese', () => {
  it('have translated tabs, and keep the titles that are unknown', async () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { namespace: 'default', name: 'tides' },
      spec: { type: 'service' },
    };
    renderTestApp({
      config,
      features: [
        catalogPlugin,
        createFrontendModule({
          pluginId: 'catalog',
          extensions: [tab('runs', 'Pipelines'), tab('own', 'Own title')],
        }),
        appModule,
        catalogModule,
      ],
      initialRouteEntries: ['/catalog/default/component/tides/runs'],
      apis: [[catalogApiRef, catalogApiMock({ entities: [entity] })]],
    });
    await screen.findByText('Content of runs', {}, { timeout: 60_000 });
    expect(screen.getByText('概览')).toBeVisible();
    expect(screen.getByText('流水线')).toBeVisible();
    expect(screen.getByText('Own title')).toBeVisible();
    expect(screen.queryByText('Pipelines')).toBeNull();
  }, 90_000);

  it('lead from / to the services by environment, with a translated title', async () => {
    renderTestApp({
      config,
      features: [
        deliveryPlugin.withOverrides({
          extensions: [
            deliveryPlugin.getExtension('page:delivery').override({
              params: { loader: async () => <p>All services</p> },
            }),
          ],
        }),
        appModule,
        homeModule,
      ],
      initialRouteEntries: ['/'],
    });
    await screen.findByText('All services', {}, { timeout: 60_000 });
    expect(screen.getAllByText('交付').length).toBeGreaterThan(0);
  }, 90_000);
});
