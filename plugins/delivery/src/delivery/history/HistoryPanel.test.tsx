import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type {
  ReleasePage,
  TimelinePage,
} from '@fairway/backstage-plugin-delivery-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixedDeliveryApi } from '../../../dev/FixedDeliveryApi';
import { allWell, service } from '../../../dev/fixtures';
import { deliveryApiRef } from '../../api/DeliveryApi';
import { HistoryPanel } from './HistoryPanel';

const location = {
  entityRef: 'component:default/berth-planner',
  environment: 'production',
  cluster: 'production',
  namespace: 'prod',
  workload: { kind: 'Deployment' as const, name: 'berth-planner', uid: 'w' },
};

const releases: ReleasePage = {
  releases: [
    {
      ...location,
      id: 'r2',
      from: { number: 1, name: 'berth-planner-a', uid: 'a' },
      to: { number: 2, name: 'berth-planner-b', uid: 'b' },
      images: [],
      version: { value: '2.7.2', from: 'label' },
      commit: '348d4c5ee25733f89c7894b9c21636f2f656ab00',
      cause: { how: 'field-manager', manager: 'harbour-ci', wrote: 'image' },
      startedAt: '2026-01-03T10:00:00Z',
      outcome: {
        state: 'completed',
        endedAt: '2026-01-03T10:00:42Z',
        reason: 'everyPodAvailable',
        values: {},
        sentence: '',
      },
      reconstructed: false,
    },
  ],
  forbiddenEnvironments: [],
};

const timeline: TimelinePage = {
  entries: [
    {
      ...location,
      id: 't1',
      event: {
        type: 'restarted',
        container: 'main',
        exitCode: 3,
        reason: 'Error',
      },
      count: 12,
      firstAt: '2026-01-03T11:00:00Z',
      lastAt: '2026-01-03T11:03:00Z',
      pods: ['berth-planner-b-x'],
    },
  ],
  forbiddenEnvironments: [],
};

function show(api: FixedDeliveryApi) {
  return renderInTestApp(
    <TestApiProvider apis={[[deliveryApiRef, api]]}>
      <EntityProvider entity={service}>
        <HistoryPanel delivery={allWell} />
      </EntityProvider>
    </TestApiProvider>,
  );
}

it('shows releases and events with outcome, cause and count', async () => {
  const api = FixedDeliveryApi.of({ status: 'live', value: allWell });
  api.getReleases = async () => releases;
  api.getTimeline = async () => timeline;
  await show(api);
  const [newest, before] = await screen.findAllByRole('listitem');
  expect(newest).toHaveTextContent(
    'main restarted (Error, exit code 3)12 times in 3 min · berth-planner-b-x',
  );
  expect(before).toHaveTextContent(
    'berth-planner 2.7.2 (348d4c5), revision 2 – Rollout complete in 42 secField manager harbour-ci',
  );
});

it('shows why the history cannot be read, and tries again', async () => {
  const api = FixedDeliveryApi.of({ status: 'live', value: allWell });
  api.getReleases = jest
    .fn()
    .mockRejectedValueOnce(new Error('the database is away'))
    .mockResolvedValue(releases);
  await show(api);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Cannot load the history: the database is away',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(screen.getByText(/berth-planner 2.7.2/)).toBeVisible();
});
