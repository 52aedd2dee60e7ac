import { renderInTestApp } from '@backstage/test-utils';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import { screen, within } from '@testing-library/react';
import { allWell } from '../../../dev/fixtures';
import { RolloutStepper } from './RolloutStepper';

const [, , { workloads }] = allWell.environments;
const [plain] = workloads;
const [current, before] = plain.revisions;

function show(rollout: Partial<Rollout>) {
  return renderInTestApp(
    <RolloutStepper
      workload={{
        ...plain,
        kind: 'Rollout',
        replicas: {
          desired: 8,
          updated: 2,
          updatedReady: 2,
          ready: 8,
          available: 8,
        },
        rollout: {
          engine: 'argo-rollouts',
          strategy: 'canary',
          state: 'waiting',
          waitsFor: 'approval',
          steps: [
            { type: 'weight', percent: 25 },
            { type: 'pause' },
            {
              type: 'headerRoute',
              name: 'users',
              matches: [{ header: 'x-user-group', how: 'exact', value: 'a' }],
            },
            { type: 'other', name: 'setMoonPhase' },
          ],
          step: 1,
          stable: before.name,
          desired: current.name,
          analyses: [],
          ...rollout,
        },
      }}
    />,
  );
}

it('describes every step, and marks the current one', async () => {
  await show({ since: '2026-01-01T10:42:00Z' });
  const steps = within(
    screen.getByRole('list', { name: 'Rollout steps' }),
  ).getAllByRole('listitem');
  expect(steps.map(step => step.textContent)).toEqual([
    '25 % of pods: 2 of 8',
    'Manual approval',
    'Users with x-user-group: a',
    'setMoonPhase',
  ]);
  expect(
    steps.filter(step => step.getAttribute('aria-current') === 'step'),
  ).toEqual([steps[1]]);
  expect(screen.getByRole('status')).toHaveTextContent(
    /^Canary – waiting for approval since Jan 1.* UTC$/,
  );
});

it('compares new and stable pods, and shows the traffic routes', async () => {
  await show({
    traffic: {
      router: 'istio',
      object: 'VirtualService orders',
      routes: [
        {
          name: 'users',
          matches: [
            [
              {
                on: 'header',
                name: 'x-user-group',
                how: 'prefix',
                value: 'int',
              },
              { on: 'path', how: 'prefix', value: '/admin' },
            ],
            [{ on: 'query', name: 'beta', how: 'present', value: '' }],
          ],
          to: [{ revision: 'new', service: 'orders-canary', percent: 100 }],
        },
        {
          matches: [],
          to: [
            { revision: 'stable', service: 'orders', percent: 75 },
            { revision: 'new', service: 'orders-canary', percent: 25 },
          ],
        },
      ],
    },
  });
  const [, fresh, stable] = screen.getAllByRole('row');
  expect(fresh).toHaveTextContent(/^new 2.7.2\d of \d ready\d+25 %$/);
  expect(stable).toHaveTextContent(/^stable 2.7.10 of 0 ready075 %$/);
  expect(
    screen.getByText(
      'x-user-group: int… and path /admin… or query parameter beta=any value → 100 % new (orders-canary)',
    ),
  ).toBeVisible();
  expect(
    screen.getByText(
      'all other users → 75 % stable (orders), 25 % new (orders-canary)',
    ),
  ).toBeVisible();
  expect(screen.getByText('25 % of traffic')).toBeVisible();
});

it('shows the running and the desired version of an aborted rollout', async () => {
  await show({ state: 'aborted', step: 0, waitsFor: undefined });
  expect(screen.getByRole('status')).toHaveTextContent(
    'Canary – aborted: running 2.7.1, desired 2.7.2',
  );
});

it('shows the measurements of an analysis, and why it failed', async () => {
  await show({
    analyses: [
      {
        name: 'orders-1-smoke',
        phase: 'Failed',
        message: 'Metric "errors" assessed Failed',
        metrics: [
          {
            name: 'errors',
            phase: 'Failed',
            measurements: [
              { phase: 'Successful', value: '0.1' },
              { phase: 'Failed', value: '7' },
            ],
          },
        ],
      },
    ],
  });
  const analyses = screen.getByRole('list', { name: 'Analysis runs' });
  expect(analyses).toHaveTextContent(/orders-1-smokefailedMetric "errors"/);
  expect(analyses).toHaveTextContent('errors: failed 0.1 → 7');
});
