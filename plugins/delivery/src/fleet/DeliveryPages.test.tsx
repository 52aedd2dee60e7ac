import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { FixedDeliveryApi } from '../../dev/FixedDeliveryApi';
import { allWell } from '../../dev/fixtures';
import { deliveryApiRef } from '../api/DeliveryApi';
import { DeliveryPages } from './DeliveryPages';

async function open(path: string) {
  const api = FixedDeliveryApi.of(
    { status: 'live', value: allWell },
    { status: 'live', value: { environments: [], rows: [] } },
  );
  await renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>
      <Routes>
        <Route path="/delivery/*" element={<DeliveryPages />} />
      </Routes>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [path],
    },
  );
}

const tab = (name: string) => screen.getByRole('link', { name });

it('leads from the services to the changes and back', async () => {
  await open('/delivery');
  expect(await screen.findByText('No services deployed')).toBeVisible();
  expect(tab('Services by environment')).toHaveAttribute(
    'aria-current',
    'page',
  );
  await userEvent.click(tab('Changes'));
  expect(await screen.findByText('No changes recorded yet')).toBeVisible();
  expect(tab('Changes')).toHaveAttribute('aria-current', 'page');
  expect(tab('Services by environment')).not.toHaveAttribute('aria-current');
  await userEvent.click(tab('Services by environment'));
  expect(await screen.findByText('No services deployed')).toBeVisible();
});

it('opens the changes by their address', async () => {
  await open('/delivery/changes');
  expect(await screen.findByText('No changes recorded yet')).toBeVisible();
});
