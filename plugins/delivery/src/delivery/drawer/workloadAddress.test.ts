import { allWell } from '../../../dev/fixtures';
import {
  findWorkload,
  readWorkloadAddress,
  workloadKey,
  writeWorkloadAddress,
} from './workloadAddress';

describe('workload address', () => {
  const [, staging] = allWell.environments;
  const workload = workloadKey(staging, staging.workloads[0]);

  it('survives a round trip, and keeps other parameters', () => {
    const address = { workload, view: 'revisions', from: 1, to: 2 } as const;
    const query = writeWorkloadAddress(new URLSearchParams('a=b'), address);
    expect(String(query)).toBe(
      'a=b&workload=staging%2Fstaging%2FDeployment%2Fberth-planner&view=revisions&from=1&to=2',
    );
    expect(readWorkloadAddress(query)).toEqual(address);
    expect(String(writeWorkloadAddress(query, undefined))).toBe('a=b');
  });

  it('tolerates unknown values', () => {
    const read = (query: string) =>
      readWorkloadAddress(new URLSearchParams(query));
    expect(read('view=yaml')).toBeUndefined();
    expect(read('workload=x&view=other&from=one')).toEqual({
      workload: 'x',
      view: 'pods',
    });
  });

  it('finds the workload while it exists', () => {
    expect(findWorkload(allWell, { workload, view: 'pods' })).toEqual({
      environment: staging,
      workload: staging.workloads[0],
    });
    const gone = { workload: `${workload}-gone`, view: 'pods' } as const;
    expect(findWorkload(allWell, gone)).toBeUndefined();
  });
});
