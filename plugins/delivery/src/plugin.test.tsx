import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { allWell, inTrouble, partial, service } from '../dev/fixtures';
import { StreamBackend } from './__testUtils__/StreamBackend';
import deliveryPlugin from '.';

const TAB = '/catalog/default/component/berth-planner/delivery';

function open(backend: StreamBackend, path = TAB, entity = service) {
  return renderTestApp({
    features: [catalogPlugin, deliveryPlugin],
    initialRouteEntries: [path],
    apis: [
      [catalogApiRef, catalogApiMock({ entities: [entity] })],
      [discoveryApiRef, mockApis.discovery()],
      [fetchApiRef, backend],
    ],
  });
}

/** The tab of the service, not the page of all services. */
const deliveryTab = () =>
  screen
    .queryAllByRole('link', { name: 'Delivery' })
    .find(link => link.getAttribute('href') === TAB);

const column = async (name: string) =>
  within(await screen.findByRole('region', { name }, { timeout: 45_000 }));

describe('the delivery plugin in the new frontend system', () => {
  it('shows a service in its environments, and updates live', async () => {
    const backend = StreamBackend.serving(allWell);
    open(backend);

    const production = await column('production');
    expect(backend.requests).toEqual([
      {
        url: 'services/Component/default/berth-planner',
        lastEventId: undefined,
      },
    ]);
    expect(production.getAllByText('2.7.2')[0]).toBeVisible();
    expect(
      production.getByRole('link', { name: /View commit 348d4c5/ }),
    ).toHaveTextContent('348d4c5');
    expect(production.getByText(/same as staging/)).toBeVisible();
    expect(production.getByRole('progressbar')).toHaveAttribute(
      'aria-valuetext',
      '3 of 3 ready, 3 of 3 updated',
    );
    expect(
      (await column('staging')).getByText('dev runs 2.8.0-rc.1'),
    ).toBeVisible();
    expect(
      screen.getByText('Healthy in dev, staging, production'),
    ).toBeVisible();

    backend.send({
      type: 'patch',
      changes: inTrouble.environments[2].workloads.map(workload => ({
        type: 'workload',
        environment: 'production/prod',
        workload,
      })),
    });
    const situation = within(
      screen.getByRole('list', { name: 'Status summary' }),
    );
    expect(
      await situation.findByText(/1 of 3 pods failing: CrashLoopBackOff/),
    ).toBeVisible();
    expect(production.getByText('Degraded')).toBeVisible();
    expect(
      production.getByRole('progressbar', {
        name: 'Rollout progress of berth-planner',
      }),
    ).toHaveAttribute(
      'aria-valuetext',
      '0 of 3 new pods ready, 1 of 3 updated',
    );
    const pods = within(production.getByRole('list', { name: 'Pods' }));
    const [worst] = pods.getAllByRole('listitem');
    expect(worst).toHaveTextContent('CrashLoopBackOff');
    expect(worst).toHaveTextContent('Restarts: 5');
  });

  it('keeps the last known state when the stream breaks, and resumes', async () => {
    const backend = StreamBackend.serving(allWell);
    open(backend);
    const production = await column('production');
    backend.breakOff();

    await waitFor(() =>
      expect(screen.getByText(/connection was closed/)).toBeVisible(),
    );
    expect(production.getAllByText('2.7.2')[0]).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Live')).toBeVisible();
    expect(backend.requests[1].lastEventId).toBe('e:1');
  });

  it('shows for each environment what is unknown, and why', async () => {
    open(StreamBackend.serving(partial));

    const dev = await column('dev');
    expect(dev.getByText('Last updated 12 min ago')).toBeVisible();
    expect(dev.getByText(/ECONNREFUSED/)).toBeVisible();
    expect(dev.getByText(/component:default\/quay/)).toBeVisible();
    expect(
      (await column('acceptance')).getByText(/Not deployed/),
    ).toBeVisible();
    expect(
      (await column('staging')).getByText(/forbids to list pods/),
    ).toBeVisible();
    expect(
      (await column('production')).getByText(/do not have permission to view/),
    ).toBeVisible();
    const situation = within(
      screen.getByRole('list', { name: 'Status summary' }),
    );
    expect(situation.queryByText(/Healthy in/)).not.toBeInTheDocument();
    expect(situation.getByText(/Loading cluster staging/)).toBeVisible();
  });

  it('reports that the viewer may not see the service', async () => {
    open(StreamBackend.refusing(403, 'NotAllowedError', 'No role allows it'));
    expect(
      await screen.findByText(
        'You do not have permission to view the delivery of this service',
        undefined,
        {
          timeout: 45_000,
        },
      ),
    ).toBeVisible();
    expect(screen.getByText('No role allows it')).toBeVisible();
  });

  it('shares the stream of the tab with the overview card', async () => {
    const backend = StreamBackend.serving(inTrouble);
    open(backend, TAB.replace('/delivery', ''));
    const row = await screen.findByRole(
      'row',
      { name: /production.*1 of 3 pods fail/ },
      { timeout: 45_000 },
    );
    expect(row).toHaveTextContent('2.7.2');
    const tab = deliveryTab();
    if (!tab) throw new Error('There is no tab');
    await userEvent.click(tab);
    await column('production');
    expect(backend.requests).toHaveLength(1);
  });

  it('is not shown for entities without workloads', async () => {
    const entity = {
      ...service,
      metadata: { ...service.metadata, annotations: {} },
    };
    const backend = StreamBackend.serving(allWell);
    open(backend, TAB.replace('/delivery', ''), entity);
    const options = { name: 'berth-planner' };
    await screen.findByRole('heading', options, { timeout: 45_000 });
    expect(deliveryTab()).toBeUndefined();
    expect(backend.requests).toEqual([]);
  });
});
