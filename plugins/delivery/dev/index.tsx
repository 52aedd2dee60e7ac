import {
  otherProblem,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { Content, Header, Page } from '@backstage/core-components';
import { createDevApp } from '@backstage/dev-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { TestApiProvider } from '@backstage/test-utils';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import { deliveryApiRef } from '../src/api/DeliveryApi';
import type { LiveState } from '../src/api/DeliveryApi';
import {
  deliveryPlugin,
  EntityDeliveryCard,
  EntityDeliveryContent,
} from '../src/legacy';
import { FixedDeliveryApi } from './FixedDeliveryApi';
import {
  allWell,
  ago,
  inTrouble,
  jobsOnly,
  partial,
  service,
} from './fixtures';

const states: Record<string, LiveState<Delivery>> = {
  'All well': { status: 'live', value: allWell },
  'In trouble': { status: 'live', value: inTrouble },
  'Jobs only': { status: 'live', value: jobsOnly },
  Partial: { status: 'live', value: partial },
  'Not live': {
    status: 'reconnecting',
    value: allWell,
    since: Date.parse(ago(3)),
    interruption: {
      cause: 'unreachable',
      problem: otherProblem('Failed to fetch'),
    },
  },
  'No environments': {
    status: 'live',
    value: { ...allWell, environments: [] },
  },
  Loading: { status: 'loading' },
  Failed: { status: 'failed', interruption: { cause: 'silent' } },
  Refused: {
    status: 'refused',
    problem: requestProblem('serviceForbidden', {
      entityRef: 'component:default/berth-planner',
      permission: 'delivery.read',
    }),
  },
  'Not found': {
    status: 'not-found',
    problem: otherProblem('No entity component:default/berth-planner'),
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
