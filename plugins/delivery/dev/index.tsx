import { Content, Header, Page } from '@backstage/core-components';
import { createDevApp } from '@backstage/dev-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/test-utils';
import { deliveryApiRef } from '../src/api/DeliveryApi';
import type { DeliveryState } from '../src/api/DeliveryApi';
import {
  deliveryPlugin,
  EntityDeliveryCard,
  EntityDeliveryContent,
} from '../src/legacy';
import { FixedDeliveryApi } from './FixedDeliveryApi';
import { allWell, ago, inTrouble, partial, service } from './fixtures';

const states: Record<string, DeliveryState> = {
  'All well': { status: 'live', delivery: allWell },
  'In trouble': { status: 'live', delivery: inTrouble },
  Partial: { status: 'live', delivery: partial },
  'Not live': {
    status: 'reconnecting',
    delivery: allWell,
    since: Date.parse(ago(3)),
    interruption: { cause: 'unreachable', message: 'Failed to fetch' },
  },
  'No environments': {
    status: 'live',
    delivery: { ...allWell, environments: [] },
  },
  Loading: { status: 'loading' },
  Failed: { status: 'failed', interruption: { cause: 'silent' } },
  Refused: {
    status: 'refused',
    message:
      'Reading the delivery of component:default/berth-planner is not allowed',
  },
  'Not found': {
    status: 'not-found',
    message: 'No entity component:default/berth-planner',
  },
};

const app = createDevApp().registerPlugin(deliveryPlugin);
app.setAvailableLanguages(['en', 'zh']);
for (const [title, state] of Object.entries(states)) {
  app.addPage({
    title,
    path: `/${title.toLowerCase().replaceAll(' ', '-')}`,
    element: (
      <TestApiProvider apis={[[deliveryApiRef, FixedDeliveryApi.of(state)]]}>
        <EntityProvider entity={service}>
          <Page themeId="service">
            <Header title={title} />
            <Content>
              <EntityDeliveryContent />
              <EntityDeliveryCard />
            </Content>
          </Page>
        </EntityProvider>
      </TestApiProvider>
    ),
  });
}
app.render();
