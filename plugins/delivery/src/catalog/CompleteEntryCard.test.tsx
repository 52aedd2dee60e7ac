import type { Entity } from '@backstage/catalog-model';
import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { StreamBackend } from '../__testUtils__/StreamBackend';
import { allWell, service } from '../../dev/fixtures';
import deliveryPlugin from '..';
import { formData, isUndescribed } from './describing';

const found: Entity = {
  ...service,
  metadata: {
    ...service.metadata,
    annotations: {
      'backstage.io/managed-by-location': 'delivery:workloads',
      'backstage.io/managed-by-origin-location': 'delivery:workloads',
      'backstage.io/source-location': 'url:https://git.example/harbour/rain/',
      'backstage.io/kubernetes-id': 'berth-planner',
      'fairway.dev/found-in': 'production/prod,staging/dev',
    },
  },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'unknown',
    system: 'system:default/weather',
  },
};

function open(entity: Entity) {
  return renderTestApp({
    features: [catalogPlugin, deliveryPlugin],
    initialRouteEntries: ['/catalog/default/component/berth-planner'],
    apis: [
      [catalogApiRef, catalogApiMock({ entities: [entity] })],
      [discoveryApiRef, mockApis.discovery()],
      [fetchApiRef, StreamBackend.serving(allWell)],
    ],
  });
}

describe('CompleteEntryCard', () => {
  it('says what is known of a service that nobody described, and what to do', async () => {
    open(found);
    await screen.findByText('Complete this entry', {}, { timeout: 45_000 });
    expect(screen.getByText('production/prod, staging/dev')).toBeVisible();
    expect(screen.getByText('https://git.example/harbour/rain')).toBeVisible();
    expect(screen.getAllByText('not known')).toHaveLength(2);
    // Without the template, by hand.
    expect(await screen.findByText(/Add a catalog-info.yaml/)).toBeVisible();
  }, 60_000);

  it('is for those alone, and fills the form with what is known', () => {
    expect(isUndescribed(service)).toBe(false);
    expect(isUndescribed(found)).toBe(true);
    expect(isUndescribed({ ...found, kind: 'Resource' })).toBe(false);
    expect(JSON.parse(formData(found))).toEqual({
      name: 'berth-planner',
      repository: 'https://git.example/harbour/rain',
      kubernetesId: 'berth-planner',
      system: 'system:default/weather',
    });
    const spec = { ...found.spec, owner: 'group:default/payments' };
    expect(JSON.parse(formData({ ...found, spec })).owner).toBe(spec.owner);
  });
});
