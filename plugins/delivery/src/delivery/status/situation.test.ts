import { allWell, inTrouble, jobsOnly, partial } from '../../../dev/fixtures';
import { compareWithEarlier } from '../workload/comparison';
import { situationOf } from './situation';

describe('situationOf', () => {
  it('says that all is well only where everything could be read', () => {
    expect(situationOf(allWell)).toEqual({
      wrong: [],
      failedRuns: [],
      unread: [],
      moving: [],
      syncing: [],
      deployed: ['dev', 'staging', 'production'],
      status: 'healthy',
    });
    const { unread, syncing, deployed, status } = situationOf(partial);
    expect(unread.map(({ name }) => name)).toEqual(['staging', 'dev']);
    expect(syncing.map(({ name }) => name)).toEqual(['test']);
    expect(deployed).toEqual([]);
    expect(status).toBe('unknown');
  });

  it('counts a service whose jobs alone run, and a last run that failed', () => {
    const { failedRuns, deployed, status } = situationOf(jobsOnly);
    expect(
      failedRuns.map(({ environment, run }) => [environment.name, run.name]),
    ).toEqual([['staging', 'invoice-archive-4']]);
    expect(deployed).toEqual(['dev', 'staging', 'production']);
    expect(status).toBe('degraded');
  });

  it('puts the worst first', () => {
    const { wrong, moving, status } = situationOf(inTrouble);
    expect(wrong.map(({ environment }) => environment.name)).toEqual([
      'production',
    ]);
    expect(moving.map(({ workload }) => workload.health.status)).toEqual([
      'progressing',
      'suspended',
    ]);
    expect(status).toBe('degraded');
  });
});

describe('compareWithEarlier', () => {
  it('compares with the nearest earlier environment that has the workload', () => {
    const { environments } = allWell;
    const compare = (index: number) =>
      compareWithEarlier(environments, index, environments[index].workloads[0]);
    expect(compare(0)).toBeUndefined();
    expect(compare(1)).toEqual({
      environment: 'dev',
      isSame: false,
      version: '2.8.0-rc.1',
    });
    expect(compare(2)).toMatchObject({ environment: 'staging', isSame: true });
  });
});
