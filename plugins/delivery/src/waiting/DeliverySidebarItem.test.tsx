import { SidebarOpenStateProvider } from '@backstage/core-components';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type {
  Waiting,
  WaitingItem,
} from '@fairway/backstage-plugin-delivery-common';
import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import { screen } from '@testing-library/react';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { DeliveryApi, LiveState } from '../api/DeliveryApi';
import { DeliverySidebarItem } from './DeliverySidebarItem';

function run(runId: string, mayApprove: boolean): WaitingItem {
  return {
    type: 'run',
    entityRef: 'component:default/orders',
    title: 'orders',
    runId,
    name: '#7',
    pipeline: 'main',
    message: 'Deploy?',
    submitters: [],
    mayApprove,
    permission: 'delivery.run.answer',
  };
}

async function show(state: LiveState<Waiting> | undefined, isOpen = true) {
  const item = (
    <SidebarOpenStateProvider value={{ isOpen, setOpen: () => {} }}>
      <DeliverySidebarItem />
    </SidebarOpenStateProvider>
  );
  if (!state) {
    await renderInTestApp(item);
    return;
  }
  const api: Partial<DeliveryApi> = {
    followWaiting: () => ({
      getState: () => state,
      subscribe: () => () => {},
      retry: () => {},
    }),
  };
  await renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>{item}</TestApiProvider>,
  );
}

const some: LiveState<Waiting> = {
  status: 'live',
  value: { items: [run('a-1', true), run('a-2', true), run('a-3', false)] },
};

describe('DeliverySidebarItem', () => {
  it.each([true, false])(
    'shows the number of what waits for the viewer, also in its name, if the sidebar is open: %s',
    async isOpen => {
      await show(some, isOpen);
      const link = screen.getByRole('link', {
        name: 'Delivery, 2 waiting for your approval',
      });
      expect(link).toHaveAttribute('href', '/delivery');
      expect(screen.getByText('2')).toBeVisible();
    },
  );

  it.each<[string, LiveState<Waiting> | undefined]>([
    ['is loading', { status: 'loading' }],
    ['is zero', { status: 'live', value: { items: [run('a-3', false)] } }],
    ['cannot be read', { status: 'failed', interruption: { cause: 'error' } }],
    ['may not be read', { status: 'refused', problem: otherProblem('No') }],
    ['has no API', undefined],
  ])('is a plain link if the number %s', async (_, state) => {
    await show(state);
    expect(screen.getByRole('link', { name: 'Delivery' })).toBeVisible();
    expect(screen.queryByText(/^\d+$/)).toBeNull();
  });
});
