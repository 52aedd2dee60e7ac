import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { inTrouble } from '../../../dev/fixtures';
import { FindingList } from './FindingList';

const [workload] = inTrouble.environments[2].workloads;

describe('FindingList', () => {
  it('shows the problem, its age, the evidence and the advice', async () => {
    renderInTestApp(<FindingList findings={workload.findings} />);
    const list = within(await screen.findByRole('list', { name: 'Diagnosis' }));
    const crash = list.getByText(
      'Container app is crash-looping (exit code 3); restarts: 5',
    );
    expect(crash).toBeVisible();
    expect(list.getAllByTitle('Critical')).toHaveLength(2);
    expect(list.getAllByText(/^for \d min$/)[0]).toBeVisible();
    expect(list.getByText(/^Try: Check the logs/)).toBeVisible();
    expect(
      list.getByText(/Of 5 nodes: insufficient memory on 5$/),
    ).toBeVisible();

    const fact = list.getByText(/FATAL: no berths in the plan/);
    expect(fact).not.toBeVisible();
    await userEvent.click(list.getAllByText('Evidence (1)')[0]);
    expect(fact).toBeVisible();

    const symptom = list.getByText(/progress deadline exceeded/);
    expect(symptom).not.toBeVisible();
    await userEvent.click(list.getByText('Consequences (1)'));
    expect(symptom).toBeVisible();
  });

  it('shows two findings, and the others on request', async () => {
    renderInTestApp(<FindingList findings={workload.findings} />);
    const more = await screen.findByRole('button', { name: 'Show 1 more' });
    expect(screen.queryByText(/blocks all evictions/)).toBeNull();
    await userEvent.click(more);
    expect(screen.getByText(/blocks all evictions/)).toBeVisible();
  });
});
