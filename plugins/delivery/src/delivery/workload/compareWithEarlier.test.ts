import { allWell } from '../../../dev/fixtures';
import { compareWithEarlier } from './compareWithEarlier';

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
