import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { mockApis } from '@backstage/test-utils';
import { render, screen, within } from '@testing-library/react';
import { Route } from 'react-router-dom';
import { inTrouble, service } from '../dev/fixtures';
import { StreamBackend } from './__testUtils__/StreamBackend';
import {
  DeliveryFleetPage,
  deliveryPlugin,
  EntityDeliveryCard,
  EntityDeliveryContent,
} from './legacy';

/** App of the old frontend system, on a page of the service. */
function open(backend: StreamBackend, page: string, language: string) {
  window.localStorage.setItem('language', language);
  window.history.pushState({}, '', page);
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
    plugins: [deliveryPlugin],
    __experimentalTranslations: { availableLanguages: ['en', 'zh'] },
    apis: [
      createApiFactory(discoveryApiRef, mockApis.discovery()),
      createApiFactory(fetchApiRef, backend),
    ],
  });
  const Root = app.createRoot(
    <AppRouter>
      <EntityProvider entity={service}>
        <FlatRoutes>
          <Route path="/" element={<EntityDeliveryCard />} />
          <Route path="/delivery" element={<EntityDeliveryContent />} />
          <Route path="/fleet" element={<DeliveryFleetPage />} />
        </FlatRoutes>
      </EntityProvider>
    </AppRouter>,
  );
  render(<Root />);
}

describe('the delivery plugin in the old frontend system', () => {
  it('has the tab', async () => {
    open(StreamBackend.serving(inTrouble), '/delivery', 'en');
    const production = await screen.findByRole(
      'region',
      { name: 'production' },
      { timeout: 45_000 },
    );
    expect(within(production).getByText('Degraded')).toBeVisible();
  });

  it('has the card, in the language of the viewer', async () => {
    open(StreamBackend.serving(inTrouble), '/', 'zh');
    expect(
      await screen.findByText(/1\/3 个 Pod 异常：CrashLoopBackOff/, undefined, {
        timeout: 45_000,
      }),
    ).toBeVisible();
  });

  it('has the page of all services', async () => {
    open(StreamBackend.hanging(), '/fleet', 'en');
    expect(
      await screen.findByText('Services by environment', undefined, {
        timeout: 45_000,
      }),
    ).toBeVisible();
    expect(
      await screen.findByLabelText('Loading data from the clusters…'),
    ).toBeVisible();
  });
});
