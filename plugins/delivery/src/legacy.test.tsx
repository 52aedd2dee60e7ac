import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  CatalogEntityPage,
  catalogPlugin,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { mockApis } from '@backstage/test-utils';
import { render, screen, within } from '@testing-library/react';
import { Route } from 'react-router-dom';
import { inTrouble, service } from '../dev/fixtures';
import { StreamBackend } from './__testUtils__/StreamBackend';
import {
  deliveryPlugin,
  EntityDeliveryCard,
  EntityDeliveryContent,
  isDeliveryAvailable,
} from './legacy';

/** An app of the old frontend system, at a page of the service. */
function open(backend: StreamBackend, page: string, language: string) {
  window.history.pushState({}, '', `/catalog/default/component${page}`);
  const app = createApp({
    configLoader: async () => [
      {
        context: 'test',
        data: {
          app: { title: 'Test', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ],
    plugins: [catalogPlugin, deliveryPlugin],
    __experimentalTranslations: {
      availableLanguages: ['en', 'zh'],
      defaultLanguage: language,
    },
    apis: [
      createApiFactory(catalogApiRef, catalogApiMock({ entities: [service] })),
      createApiFactory(discoveryApiRef, mockApis.discovery()),
      createApiFactory(fetchApiRef, backend),
    ],
  });
  const entityPage = (
    <EntityLayout>
      <EntityLayout.Route path="/" title="Overview">
        <EntityDeliveryCard />
      </EntityLayout.Route>
      <EntityLayout.Route
        path="/delivery"
        title="Delivery"
        if={isDeliveryAvailable}
      >
        <EntityDeliveryContent />
      </EntityLayout.Route>
    </EntityLayout>
  );
  const Root = app.createRoot(
    <AppRouter>
      <FlatRoutes>
        <Route
          path="/catalog/:namespace/:kind/:name"
          element={<CatalogEntityPage />}
        >
          {entityPage}
        </Route>
      </FlatRoutes>
    </AppRouter>,
  );
  render(<Root />);
}

describe('the delivery plugin in the old frontend system', () => {
  it('has the tab', async () => {
    open(StreamBackend.serving(inTrouble), '/berth-planner/delivery', 'en');
    const production = await screen.findByRole(
      'region',
      { name: 'production' },
      { timeout: 10_000 },
    );
    expect(within(production).getByText('Degraded')).toBeVisible();
    expect(screen.getByRole('tab', { name: 'Delivery' })).toBeVisible();
  }, 30_000);

  it('has the card, in the language of the reader', async () => {
    open(StreamBackend.serving(inTrouble), '/berth-planner', 'zh');
    expect(
      await screen.findByText(
        /3 个 Pod 中 1 个故障：CrashLoopBackOff/,
        undefined,
        { timeout: 10_000 },
      ),
    ).toBeVisible();
  }, 30_000);
});
