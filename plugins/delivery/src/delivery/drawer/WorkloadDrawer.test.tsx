import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  allWell,
  inTrouble,
  manifest,
  revisionDiff,
  service,
} from '../../../dev/fixtures';
import { StreamBackend } from '../../__testUtils__/StreamBackend';
import deliveryPlugin from '../..';

const TAB = '/catalog/default/component/berth-planner/delivery';
const IN_PRODUCTION = 'workload=production/prod/Deployment/berth-planner';

function open(backend: StreamBackend, query = '') {
  return renderTestApp({
    features: [catalogPlugin, deliveryPlugin],
    initialRouteEntries: [TAB + query],
    apis: [
      [catalogApiRef, catalogApiMock({ entities: [service] })],
      [discoveryApiRef, mockApis.discovery()],
      [fetchApiRef, backend],
    ],
  });
}

const drawer = async () =>
  within(await screen.findByRole('dialog', {}, { timeout: 10_000 }));

const refusal = (message: string) => ({
  error: { name: 'NotAllowedError', message },
  response: { statusCode: 403 },
});

describe('workload drawer', () => {
  it('opens from the name of a workload, and returns the focus', async () => {
    open(StreamBackend.serving(inTrouble));
    const production = within(
      await screen.findByRole(
        'region',
        { name: 'production' },
        { timeout: 10_000 },
      ),
    );
    const name = production.getByRole('link', { name: 'berth-planner' });
    await userEvent.click(name);
    const detail = await drawer();
    expect(
      detail.getByRole('heading', { name: 'Deployment berth-planner' }),
    ).toBeVisible();
    expect(
      detail.getByRole('link', { name: 'Kubernetes tab' }),
    ).toHaveAttribute('href', TAB.replace('/delivery', '/kubernetes'));

    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(name).toHaveFocus();
  }, 30_000);

  it('shows all pods, unhealthy ones first, and filters by status', async () => {
    open(StreamBackend.serving(inTrouble), `?${IN_PRODUCTION}`);
    const detail = await drawer();
    const grid = within(detail.getByRole('list', { name: 'Pods' }));
    expect(
      grid.getAllByRole('button').map(tile => tile.getAttribute('aria-label')),
    ).toEqual([
      'berth-planner-65ccd86755-bhwsc, Failing: CrashLoopBackOff, worker-a1, Restarts: 5',
      'berth-planner-5c466c7b66-wjggl, Not scheduled: Unschedulable',
      'berth-planner-5c466c7b66-sq4tk, Ready, worker-a1',
    ]);
    await userEvent.click(
      detail.getByRole('button', { name: 'Not scheduled: 1' }),
    );
    const [only, ...others] = grid.getAllByRole('button');
    expect(others).toEqual([]);
    await userEvent.click(only);
    expect(detail.getByText(/5 Insufficient memory/)).toBeVisible();
    await userEvent.click(detail.getByRole('button', { name: 'All: 3' }));
    expect(grid.getAllByRole('button')).toHaveLength(3);
  }, 30_000);

  it('shows the differences between the newest two revisions', async () => {
    const backend = StreamBackend.serving(allWell);
    backend.answer(
      '/workloads/uid-berth-planner/revisions/1/diff/2',
      revisionDiff,
    );
    open(backend, `?${IN_PRODUCTION}`);
    const detail = await drawer();
    await userEvent.click(detail.getByRole('tab', { name: 'Revisions' }));
    expect(
      await detail.findByRole('heading', { name: 'Changes from #1 to #2' }),
    ).toBeVisible();
    expect(
      await detail.findByRole('heading', { name: 'Container app' }),
    ).toBeVisible();
    const changes = detail
      .getAllByRole('img', { name: /Changed|Added|Removed/ })
      .map(mark => mark.closest('li')?.textContent);
    expect(changes).toEqual([
      '~Image registry.harbour.example/harbour/berth-planner:2.7.1registry.harbour.example/harbour/berth-planner:2.7.2',
      '~Environment variable LOG_LEVELdebuginfo',
      '~Environment variable DB_PASSWORDchanged (value hidden)',
      '+Probe readiness.periodSeconds5',
      '−Volume cache{emptyDir: {}}',
    ]);
    expect(detail.getByText(/^-.*berth-planner:2.7.1$/)).toBeInTheDocument();

    backend.answer('/revisions/2/diff/2', {});
    backend.answer('/revisions/2/diff/1', {
      from: 2,
      to: 1,
      changes: [],
      templates: {
        state: 'withheld',
        problem: otherProblem('No role allows it'),
      },
    });
    await userEvent.click(
      detail.getByRole('radio', { name: 'Compare from #2' }),
    );
    expect(detail.getByText(/Select two revisions/)).toBeVisible();
    await userEvent.click(detail.getByRole('radio', { name: 'Compare to #1' }));
    expect(await detail.findByText(/No role allows it/)).toBeVisible();
    expect(detail.getByText('No changes in the pod template')).toBeVisible();
  }, 30_000);

  it('shows the timeline of this workload only', async () => {
    const backend = StreamBackend.serving(allWell);
    open(backend, `?${IN_PRODUCTION}&view=timeline`);
    const detail = await drawer();
    expect(await detail.findByText('No history yet')).toBeVisible();
    const requests = backend.history.filter(url => url.includes('workload='));
    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatch(
      '/releases?limit=20&environment=production&namespace=prod&workload=Deployment%2Fberth-planner',
    );
  }, 30_000);

  it('shows the YAML that the address names, or the error with a retry', async () => {
    const backend = StreamBackend.serving(allWell);
    const end = '/workloads/uid-berth-planner/manifest';
    backend.answer(end, refusal('delivery.config.read is missing'), 403);
    open(backend, `?${IN_PRODUCTION}&view=yaml`);
    const detail = await drawer();
    expect(
      await detail.findByText('delivery.config.read is missing'),
    ).toBeVisible();
    backend.answer(end, manifest);
    await userEvent.click(detail.getByRole('button', { name: 'Retry' }));
    expect(await detail.findByText(/replicas: 3/)).toBeVisible();
    expect(detail.getByRole('button', { name: 'Copy YAML' })).toBeVisible();
  }, 30_000);

  it('reports that the workload does not exist any more', async () => {
    open(StreamBackend.serving(allWell), '?workload=dev/dev/Deployment/gone');
    const detail = await drawer();
    expect(
      detail.getByRole('heading', { name: 'Deployment gone' }),
    ).toBeVisible();
    expect(detail.getByText(/This workload does not exist/)).toBeVisible();
    await userEvent.click(detail.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  }, 30_000);
});
