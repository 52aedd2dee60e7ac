import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ago, jobsOnly } from '../../../dev/fixtures';
import { JobList } from './JobList';

const [, staging] = jobsOnly.environments;

describe('JobList', () => {
  it('shows the result and duration of the last runs, and the time of the next one', async () => {
    renderInTestApp(<JobList jobs={staging.jobs} />);
    const panel = within(
      await screen.findByRole('region', { name: 'CronJob invoice-archive' }),
    );
    expect(panel.getByText('1.0.2')).toBeVisible();
    expect(panel.getByText('0 2 * * *')).toBeVisible();
    expect(panel.getByText(/\(Europe\/Amsterdam\)/)).toBeVisible();
    expect(panel.getByText(/^next run in (4|5) hours$/)).toBeVisible();
    expect(panel.getByText('last success 2 days ago')).toBeVisible();
    const runs = within(panel.getByRole('list', { name: 'Recent runs' }));
    expect(runs.getAllByRole('listitem').map(run => run.textContent)).toEqual([
      expect.stringMatching(/^Running · failed pods: 1\d+ min$/),
      expect.stringMatching(
        /^Failed · 7 min 2 sec · failed pods: 3.*BackoffLimitExceeded Job has reached/,
      ),
      expect.stringMatching(/^Succeeded · 1 min 35 sec2 days$/),
    ]);
    const earlier = panel.getByText('Older runs (1)');
    const hidden = panel.getByText('Succeeded · 48 sec');
    expect(hidden).not.toBeVisible();
    await userEvent.click(earlier);
    expect(hidden).toBeVisible();
  });

  it('shows that a suspended CronJob has no next run', async () => {
    const [series] = staging.jobs;
    renderInTestApp(
      <JobList
        jobs={[{ ...series, suspended: true, nextRunAt: undefined, runs: [] }]}
      />,
    );
    expect(await screen.findByText(/suspended/)).toBeVisible();
    expect(screen.getByText('No recent runs')).toBeVisible();
    expect(screen.queryByText(/next run/)).toBeNull();
  });

  it('shows a due run without a countdown', async () => {
    const [series] = staging.jobs;
    renderInTestApp(<JobList jobs={[{ ...series, nextRunAt: ago(1) }]} />);
    expect(await screen.findByText('due now')).toBeVisible();
  });
});
