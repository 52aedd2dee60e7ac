import { renderInTestApp } from '@backstage/frontend-test-utils';
import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { screen, within } from '@testing-library/react';
import { ago, allWell } from '../../../dev/fixtures';
import { WorkloadPanel } from './WorkloadPanel';

const [environment] = allWell.environments;
const [workload] = environment.workloads;
const MI = 2 ** 20;
const [first, ...others] = workload.pods;
const measured: Workload = {
  ...workload,
  resources: {
    requests: { cpu: 200, memory: 64 * MI },
    limits: { memory: 128 * MI },
  },
  measurement: { state: 'measured', at: ago(0.1) },
  pods: [
    { ...first, usage: { cpu: 1500, memory: 120 * MI } },
    ...others.map(pod => ({ ...pod, usage: { cpu: 110, memory: 60 * MI } })),
  ],
};

const show = (shown: Workload) =>
  renderInTestApp(<WorkloadPanel workload={shown} environment={environment} />);

describe('ResourceUse', () => {
  it('compares the usage of the busiest pod with requests and limits', async () => {
    show(measured);
    const use = within(
      await screen.findByRole('group', { name: 'CPU and memory usage' }),
    );
    expect(use.getByRole('meter', { name: 'CPU' })).toHaveAttribute(
      'aria-valuetext',
      '110m per pod, max. 1.5, 200m requested · no limit set',
    );
    const memory = use.getByRole('meter', { name: 'Memory' });
    expect(memory).toHaveAttribute(
      'aria-valuetext',
      '60 Mi per pod, max. 120 Mi, 64 Mi requested · limit 128 Mi',
    );
    expect(memory).toHaveAttribute('aria-valuenow', String(120 * MI));
    expect(use.getByText('93 % of limit')).toBeVisible();
    expect(screen.getByText(/Ready · 1.5 · 120 Mi/)).toBeVisible();
  });

  it('shows why the usage is unknown, next to the requests', async () => {
    const problem = clusterProblem('noMetricsServer', {
      cluster: 'a',
      resource: 'pods.metrics.k8s.io',
    });
    show({
      ...measured,
      measurement: { state: 'failed', problem },
      pods: workload.pods,
    });
    expect(
      await screen.findByText(`Usage data unavailable: ${problem.message}`),
    ).toBeVisible();
    expect(screen.getByText('200m requested · no limit set')).toBeVisible();
  });

  it('renders nothing without requests, limits and measurements', async () => {
    show(workload);
    const [ready] = await screen.findAllByText('3 of 3 ready');
    expect(ready).toBeVisible();
    expect(screen.queryByRole('meter')).toBeNull();
  });
});

it.each([
  [{ reason: 'Error' }, 'app ended with Error, exit code 3'],
  [{ message: 'no such file' }, 'app ended with exit code 3: no such file'],
])('shows how the container of a failing pod ended: %j', async (end, text) => {
  const exit = { container: 'app', exitCode: 3, ...end };
  show({ ...workload, pods: [{ ...first, status: 'failing', exit }] });
  expect(await screen.findByText(text)).toBeVisible();
});

it('shows the replicas and metrics of an autoscaler', async () => {
  show({
    ...workload,
    autoscalers: [
      {
        name: 'berth-planner',
        min: 3,
        max: 6,
        current: 3,
        desired: 5,
        scaledAt: ago(2),
        metrics: [
          { name: 'cpu', target: '60 %', current: '93 %' },
          { name: 'queue', of: 'Service orders', target: '30' },
        ],
      },
    ],
  });
  expect(
    await screen.findByText(
      /^Autoscaler: scaling from 3 to 5 replicas \(min 3, max 6\) · CPU 93 % \(target 60 %\) · queue \(Service orders\) unknown \(target 30\) · last scaled 2 min ago$/,
    ),
  ).toBeVisible();
});
