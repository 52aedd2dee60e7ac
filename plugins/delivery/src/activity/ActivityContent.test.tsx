import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActivityItem,
  ActivityPage,
  Fleet,
} from '@fairway/backstage-plugin-delivery-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixedDeliveryApi } from '../../dev/FixedDeliveryApi';
import { allWell } from '../../dev/fixtures';
import { deliveryApiRef } from '../api/DeliveryApi';
import type {
  ActivityRequest,
  DeliveryApi,
  LiveState,
} from '../api/DeliveryApi';
import { ActivityContent } from './ActivityContent';

const NOW = Date.parse('2026-01-03T12:00:00.000Z');
const at = (minutesAgo: number) =>
  new Date(NOW - minutesAgo * 60_000).toISOString();

const location = {
  entityRef: 'component:default/gate-control',
  environment: 'production',
  cluster: 'a',
  namespace: 'prod',
  workload: { kind: 'Deployment' as const, name: 'gate-control', uid: 'w' },
};
const item = { entityRef: location.entityRef, title: 'Gate control' };

const release: ActivityItem = {
  type: 'release',
  ...item,
  id: 'r',
  at: at(5),
  release: {
    ...location,
    id: 'r',
    to: { number: 4, name: 'gate-control-d', uid: 'd' },
    images: [],
    version: { value: '1.5.0', from: 'label' },
    commit: '33e3f34c65be829cbd4e19d0ea1e20e0dd20e23c',
    cause: { how: 'field-manager', manager: 'harbour-ci', wrote: 'image' },
    who: { person: { name: 'Maren Visser' }, role: 'approver' },
    startedAt: at(5),
    outcome: {
      state: 'failed',
      endedAt: at(1),
      ...releaseExplanation('deadlineExceeded', { message: 'no progress' }),
    },
    reconstructed: false,
  },
};
const scaled: ActivityItem = {
  type: 'event',
  ...item,
  id: 's',
  at: at(50),
  entry: {
    ...location,
    id: 's',
    event: { type: 'scaled', from: 4, to: 8, by: 'kubectl-scale' },
    count: 1,
    firstAt: at(50),
    lastAt: at(50),
    pods: [],
  },
};
const approval: ActivityItem = {
  type: 'action',
  ...item,
  id: 'a',
  at: at(3 * 24 * 60),
  action: {
    id: 'a',
    kind: 'run.answer',
    state: 'succeeded',
    decision: 'proceed',
    person: { name: 'ingrid.solberg' },
    run: { id: 'aaaaaaaaaaaa-11', name: '#11' },
  },
};

const fleet: Fleet = {
  environments: ['dev', 'production'].map(name => ({
    name,
    cluster: 'a',
    production: name === 'production',
    sync: { state: 'synced', since: at(99) },
  })),
  rows: [],
};

const rowWith = (run: number): Fleet['rows'][number] => ({
  ...item,
  owners: [],
  tags: [],
  cells: {},
  lastRun: {
    id: `aaaaaaaaaaaa-${run}`,
    name: `#${run}`,
    outcome: 'succeeded',
    startedAt: at(1),
  },
});

async function show(
  answer: (request: ActivityRequest) => Promise<ActivityPage>,
  path = '/',
) {
  const listeners = new Set<() => void>();
  let changes = 0;
  let state: LiveState<Fleet> = { status: 'live', value: fleet };
  const api: DeliveryApi = FixedDeliveryApi.of({
    status: 'live',
    value: allWell,
  });
  api.followFleet = () => ({
    getState: () => state,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry: () => {},
  });
  const getActivity = jest.fn(answer);
  api.getActivity = getActivity;
  await renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>
      <ActivityContent />
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [path],
    },
  );
  return {
    getActivity,
    changeFleet: () =>
      act(async () => {
        changes += 1;
        state = {
          status: 'live',
          value: { ...fleet, rows: [rowWith(changes)] },
        };
        listeners.forEach(listen => listen());
      }),
  };
}

const pass = (milliseconds: number) =>
  act(() => jest.advanceTimersByTimeAsync(milliseconds));

beforeEach(() => {
  jest.useFakeTimers({
    now: NOW,
    doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
  });
});
afterEach(() => jest.useRealTimers());

const user = () =>
  userEvent.setup({ advanceTimers: ms => jest.advanceTimersByTime(ms) });

it('shows releases, events and actions by time, with links and people', async () => {
  await show(async () => ({ items: [release, scaled, approval] }));
  const lastHour = within(
    await screen.findByRole('region', { name: 'Last hour (2)' }),
  );
  const [first, second] = lastHour.getAllByRole('listitem');
  expect(first).toHaveTextContent(
    'gate-control 1.5.0 (33e3f34), revision 4 – Timed out: no progressApproved by Maren Visser',
  );
  expect(first).toHaveTextContent('production');
  expect(
    within(first).getByRole('link', { name: 'Gate control' }),
  ).toHaveAttribute('href', '/catalog/default/component/gate-control/delivery');
  expect(second).toHaveTextContent(
    'gate-control scaled from 4 to 8 pods by kubectl-scale',
  );
  const day = within(screen.getByRole('region', { name: /December 31, 2025/ }));
  expect(
    day.getByRole('link', { name: 'ingrid.solberg approved run #11' }),
  ).toHaveAttribute(
    'href',
    '/catalog/default/component/gate-control/pipelines/runs/aaaaaaaaaaaa-11',
  );
});

it('shows that it loads', async () => {
  await show(() => new Promise(() => {}));
  expect(
    screen.getByLabelText('Loading data from the clusters…'),
  ).toHaveAttribute('aria-busy', 'true');
  expect(screen.queryByText(/No changes/)).toBeNull();
});

it('says that nothing has changed, or that nothing matches', async () => {
  const { getActivity } = await show(async () => ({ items: [] }));
  expect(await screen.findByText('No changes recorded yet')).toBeVisible();
  await user().selectOptions(screen.getByLabelText('Kind'), 'Failures');
  expect(
    await screen.findByText('No changes match these filters'),
  ).toBeVisible();
  expect(getActivity.mock.lastCall?.[0]).toMatchObject({ kinds: ['failure'] });
});

it('shows why the changes cannot be read, and tries again', async () => {
  let isBroken = true;
  await show(async () => {
    if (isBroken) throw new Error('the database is away');
    return { items: [release] };
  });
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Cannot load the changes: the database is away',
  );
  expect(screen.queryByText(/No changes/)).toBeNull();
  isBroken = false;
  await user().click(screen.getByRole('button', { name: 'Retry' }));
  expect(await screen.findByText(/gate-control 1.5.0/)).toBeVisible();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('filters by the address', async () => {
  const { getActivity } = await show(
    async () => ({ items: [release] }),
    '/?text=gate&kind=release&environment=production',
  );
  await screen.findByText(/gate-control 1.5.0/);
  expect(getActivity.mock.lastCall?.[0]).toMatchObject({
    text: 'gate',
    kinds: ['release'],
    environment: 'production',
    owners: undefined,
  });
});

it('limits the changes to services of the viewer and of their groups', async () => {
  const { getActivity } = await show(
    async () => ({ items: [release] }),
    '/?mine=true',
  );
  await screen.findByText(/gate-control 1.5.0/);
  // Nothing is read before the groups are known: it would show services of others.
  for (const [request] of getActivity.mock.calls) {
    expect(request.owners).toEqual(['user:default/guest']);
  }
});

it('reads the newest page again after a change, at most every 3 seconds', async () => {
  let items: ActivityItem[] = [scaled];
  const { getActivity, changeFleet } = await show(async () => ({ items }));
  await screen.findByText(/scaled from 4 to 8/);
  const before = getActivity.mock.calls.length;
  await pass(10_000);
  items = [release, scaled];
  await changeFleet();
  await changeFleet();
  await pass(1_000);
  expect(await screen.findByText(/gate-control 1.5.0/)).toBeVisible();
  expect(getActivity).toHaveBeenCalledTimes(before + 1);
  await changeFleet();
  await pass(1_500);
  expect(getActivity).toHaveBeenCalledTimes(before + 1);
  await pass(1_500);
  expect(getActivity).toHaveBeenCalledTimes(before + 2);
});

it('loads older changes', async () => {
  const { getActivity } = await show(async ({ cursor }) =>
    cursor === undefined
      ? { items: [release], nextCursor: 'next' }
      : { items: [approval] },
  );
  await user().click(await screen.findByRole('button', { name: 'Show older' }));
  expect(await screen.findByText(/approved run/)).toBeVisible();
  expect(screen.getByText(/gate-control 1.5.0/)).toBeVisible();
  expect(getActivity.mock.lastCall?.[0]).toMatchObject({ cursor: 'next' });
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull(),
  );
});
