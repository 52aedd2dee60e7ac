import { allWell, inTrouble, jobsOnly, partial } from '../../../dev/fixtures';
import { summarizeDelivery } from './summarizeDelivery';

describe('summarizeDelivery', () => {
  it('reports a healthy service only when every environment was read', () => {
    expect(summarizeDelivery(allWell)).toEqual({
      unhealthy: [],
      failedRuns: [],
      unavailable: [],
      inProgress: [],
      syncing: [],
      deployed: ['dev', 'staging', 'production'],
      status: 'healthy',
    });
    const { unavailable, syncing, deployed, status } =
      summarizeDelivery(partial);
    expect(unavailable.map(({ name }) => name)).toEqual(['staging', 'dev']);
    expect(syncing.map(({ name }) => name)).toEqual(['test']);
    expect(deployed).toEqual([]);
    expect(status).toBe('unknown');
  });

  it('includes jobs and the failed last run of a job', () => {
    const { failedRuns, deployed, status } = summarizeDelivery(jobsOnly);
    expect(
      failedRuns.map(({ environment, run }) => [environment.name, run.name]),
    ).toEqual([['staging', 'invoice-archive-4']]);
    expect(deployed).toEqual(['dev', 'staging', 'production']);
    expect(status).toBe('degraded');
  });

  it('lists production and the worst health first', () => {
    const { unhealthy, inProgress, status } = summarizeDelivery(inTrouble);
    expect(unhealthy.map(({ environment }) => environment.name)).toEqual([
      'production',
    ]);
    expect(inProgress.map(({ workload }) => workload.health.status)).toEqual([
      'progressing',
      'suspended',
    ]);
    expect(status).toBe('degraded');
  });
});
