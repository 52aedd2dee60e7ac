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
      'Container app crashes again and again with exit code 3; restarts: 5',
    );
    expect(crash).toBeVisible();
    expect(list.getAllByTitle('Critical')).toHaveLength(2);
    expect(list.getAllByText(/^for \d min$/)[0]).toBeVisible();
    expect(list.getByText(/^Try: Read the log/)).toBeVisible();
    expect(
      list.getByText(/of 5 nodes: too little memory free on 5$/),
    ).toBeVisible();

    const fact = list.getByText(/FATAL: no berths in the plan/);
    expect(fact).not.toBeVisible();
    await userEvent.click(list.getAllByText('Facts (1)')[0]);
    expect(fact).toBeVisible();

    const symptom = list.getByText(/made no progress within its deadline/);
    expect(symptom).not.toBeVisible();
    await userEvent.click(list.getByText('Leads to (1)'));
    expect(symptom).toBeVisible();
  });

  it('shows two findings, and the others on request', async () => {
    renderInTestApp(<FindingList findings={workload.findings} />);
    const more = await screen.findByRole('button', { name: 'Show 1 more' });
    expect(screen.queryByText(/never allows a pod to go/)).toBeNull();
    await userEvent.click(more);
    expect(screen.getByText(/never allows a pod to go/)).toBeVisible();
  });
});
