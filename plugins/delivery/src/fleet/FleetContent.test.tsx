import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  health,
  otherProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Fleet, Waiting } from '@fairway/backstage-plugin-delivery-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { DeliveryApi, LiveState } from '../api/DeliveryApi';
import { FleetContent } from './FleetContent';

const sync = { state: 'synced' as const, since: '2026-01-01T00:00:00Z' };

function served(version: string) {
  return {
    version: { value: version, from: 'tag' as const },
    images: [`app:${version}`],
    pods: 8,
    share: 100,
  };
}

function fleetOf(count: number): Fleet {
  return {
    environments: [
      { name: 'dev', cluster: 'near', production: false, sync },
      { name: 'prod', cluster: 'far', production: true, sync },
    ],
    rows: Array.from({ length: count }, (_, n) => ({
      entityRef: `component:default/service-${String(n).padStart(4, '0')}`,
      title: `service-${String(n).padStart(4, '0')}`,
      owners: ['group:default/a'],
      tags: [],
      cells: {
        dev: {
          kind: 'Deployment',
          name: 'app',
          workloads: 1,
          serving: [served(`1.${n}`)],
          deployedAt: '2026-01-01T00:00:00Z',
          replicas: {
            desired: 8,
            updated: 2,
            updatedReady: 2,
            ready: 8,
            available: 8,
          },
          health:
            n === 1
              ? health('suspended', 'paused', { updated: 2, desired: 8 })
              : health('healthy', 'ready'),
          ...(n === 1 && { rollout: 'waiting' }),
        },
        prod: null,
      },
    })),
  };
}

function liveOf<T>(state: LiveState<T>) {
  const listeners = new Set<() => void>();
  let now = state;
  return {
    getState: () => now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry: jest.fn(),
    become: (next: LiveState<T>) =>
      act(async () => {
        now = next;
        listeners.forEach(listen => listen());
      }),
  };
}

async function show(
  state: LiveState<Fleet>,
  at = '/',
  waitingState: LiveState<Waiting> = { status: 'live', value: { items: [] } },
) {
  const live = liveOf(state);
  const waiting = liveOf(waitingState);
  const api: Partial<DeliveryApi> = {
    followFleet: () => live,
    followWaiting: () => waiting,
  };
  await renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>
      <FleetContent />
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [at],
    },
  );
  return { live, waiting, become: live.become };
}

const items: Waiting['items'] = [
  {
    type: 'run',
    entityRef: 'component:default/service-0002',
    title: 'service-0002',
    runId: '0123456789ab-7',
    name: '#7',
    pipeline: 'main',
    message: 'Deploy to prod?',
    submitters: ['releases'],
    since: '2026-01-01T00:00:00Z',
    mayApprove: true,
    permission: 'delivery.run.answer',
  },
  {
    type: 'rollout',
    entityRef: 'component:default/service-0001',
    title: 'service-0001',
    environment: 'dev',
    namespace: 'dev',
    uid: 'u-1',
    kind: 'Rollout',
    name: 'app',
    version: { value: '1.1', from: 'tag' },
    mayApprove: false,
    permission: 'delivery.rollout.confirm',
  },
];

// The layout that jsdom does not do: a window of 600 px, rows of 60 px.
beforeEach(() => {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
});
afterEach(() => jest.restoreAllMocks());

// Each test renders a whole page.

describe('fleet', () => {
  it('shows services by environment with links, and updates live', async () => {
    const { become } = await show({ status: 'live', value: fleetOf(3) });
    const link = screen.getByRole('link', { name: 'service-0000' });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/service-0000/delivery',
    );
    expect(screen.getByText('2 of 8 new pods ready, waiting')).toBeVisible();
    expect(screen.getAllByText('Not deployed')).toHaveLength(3);

    const next = fleetOf(3);
    const [first] = next.rows;
    const { dev } = first.cells;
    if (!dev) throw new Error('The fixture lacks a cell');
    dev.serving = [served('2.0')];
    await become({ status: 'live', value: next });
    expect(screen.getByText('2.0')).toBeVisible();
  });

  it('shows the last run of a service with jobs only', async () => {
    const fleet = fleetOf(1);
    fleet.rows[0].jobs = {
      prod: {
        name: 'nightly',
        jobs: 2,
        version: { value: '4.2', from: 'tag' },
        lastRun: { state: 'failed', startedAt: sync.since },
      },
    };
    await show({ status: 'live', value: fleet });
    expect(screen.getByText('4.2')).toBeVisible();
    expect(screen.getByText('Last run: Failed · 2 jobs')).toBeVisible();
    expect(screen.queryByText('Not deployed')).toBeNull();
  });

  it('renders only the visible rows of many services', async () => {
    await show({ status: 'live', value: fleetOf(1000) }, '/?group=none');
    const grid = screen.getByRole('grid');
    expect(grid).toHaveAttribute('aria-rowcount', '1001');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
  });

  it('filters by the address and by a click on a count', async () => {
    await show(
      { status: 'live', value: fleetOf(30) },
      '/?text=service-000&group=none',
    );
    expect(screen.getAllByRole('link')).toHaveLength(10);
    await userEvent.click(
      screen.getByRole('button', { name: '1 waiting for approval' }),
    );
    expect(screen.getAllByRole('link')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '32');
  });

  it('filters by what waits for the viewer, and lists it with links', async () => {
    await show({ status: 'live', value: fleetOf(3) }, '/?group=none', {
      status: 'live',
      value: { items },
    });
    expect(screen.queryByRole('region', { name: 'Waiting for me' })).toBeNull();
    const chip = screen.getByRole('button', { name: 'Waiting for me (1)' });
    await userEvent.click(chip);
    expect(chip).toHaveAttribute('aria-pressed', 'true');
    const list = within(screen.getByRole('region', { name: 'Waiting for me' }));
    expect(
      list.getByRole('link', { name: 'service-0002: Deploy to prod?' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/service-0002/pipelines/runs/0123456789ab-7',
    );
    expect(list.getByText(/Run #7 of main/)).toHaveTextContent(/waiting for/);
    expect(list.getAllByRole('listitem')).toHaveLength(1);
    const grid = within(screen.getByRole('grid'));
    expect(
      grid.getAllByRole('link').map(({ textContent }) => textContent),
    ).toEqual(['service-0002']);
  });

  it('lists everything that waits for approval with its approvers', async () => {
    await show({ status: 'live', value: fleetOf(3) }, '/?status=waiting', {
      status: 'live',
      value: { items },
    });
    const list = within(
      screen.getByRole('region', { name: 'Waiting for approval' }),
    );
    expect(list.getAllByRole('listitem')).toHaveLength(2);
    expect(
      list.getByRole('link', {
        name: 'service-0001: Continue the rollout of 1.1 to dev?',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/service-0001/delivery',
    );
    expect(
      list.getByText(
        'Approvers: all users with the permission delivery.rollout.confirm',
      ),
    ).toBeVisible();
  });

  it.each<[string, LiveState<Waiting>, string | RegExp, string]>([
    [
      'nothing waits',
      { status: 'live', value: { items: [] } },
      'Nothing is waiting for your approval',
      'Waiting for me (0)',
    ],
    [
      'it is loading',
      { status: 'loading' },
      'Waiting for me',
      'Waiting for me',
    ],
    [
      'it cannot be loaded',
      { status: 'failed', interruption: { cause: 'unreachable' } },
      /Cannot load what is waiting for approval\. The backend is unreachable/,
      'Waiting for me',
    ],
    [
      'the list cannot be updated',
      {
        status: 'reconnecting',
        value: { items },
        since: 0,
        interruption: { cause: 'unreachable' },
      },
      /This list may be outdated/,
      'Waiting for me (1)',
    ],
  ])('says that %s', async (_, state, text, name) => {
    const { waiting } = await show(
      { status: 'live', value: fleetOf(3) },
      '/?waitingForMe=true',
      state,
    );
    const list = within(screen.getByRole('region', { name: 'Waiting for me' }));
    expect(list.getByText(text)).toBeVisible();
    expect(screen.getByRole('button', { name })).toBeVisible();
    // Without the list, it is not known that no service matches.
    const isEmpty = 'value' in state && !state.value.items.length;
    expect(screen.queryByText('No services match these filters') !== null).toBe(
      isEmpty,
    );
    const retry = list.queryByRole('button', { name: 'Retry' });
    expect(retry !== null).toBe('interruption' in state);
    if (retry) await userEvent.click(retry);
    expect(waiting.retry).toHaveBeenCalledTimes(retry ? 1 : 0);
  });

  it('shows no filter to a viewer who may not read what waits', async () => {
    await show({ status: 'live', value: fleetOf(3) }, '/', {
      status: 'refused',
      problem: otherProblem('No'),
    });
    expect(screen.queryByRole('button', { name: /Waiting for me/ })).toBeNull();
  });

  it('reads again what waits when a rollout begins to wait', async () => {
    const { become, waiting } = await show({
      status: 'live',
      value: fleetOf(1),
    });
    await become({ status: 'live', value: fleetOf(1) });
    expect(waiting.retry).not.toHaveBeenCalled();
    await become({ status: 'live', value: fleetOf(2) });
    expect(waiting.retry).toHaveBeenCalledTimes(1);
  });

  it('moves between services by keyboard', async () => {
    await show({ status: 'live', value: fleetOf(5) });
    screen.getByRole('link', { name: 'service-0000' }).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(screen.getByRole('link', { name: 'service-0002' })).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(screen.getByRole('link', { name: 'service-0004' })).toHaveFocus();
    await userEvent.keyboard('{Home}{ArrowUp}');
    expect(screen.getByRole('link', { name: 'service-0000' })).toHaveFocus();
  });

  it('shows an empty, a refused and a reconnecting fleet', async () => {
    const { become, live } = await show({ status: 'live', value: fleetOf(0) });
    expect(screen.getByText('No services deployed')).toBeVisible();
    await become({
      status: 'reconnecting',
      value: fleetOf(1),
      since: Date.now(),
      interruption: { cause: 'silent' },
    });
    expect(screen.getByText('Disconnected')).toBeVisible();
    expect(screen.getByRole('link', { name: 'service-0000' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(live.retry).toHaveBeenCalled();
    await become({ status: 'failed', interruption: { cause: 'unreachable' } });
    expect(screen.getByText('Cannot load delivery data')).toBeVisible();
  });
});
