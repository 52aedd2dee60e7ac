import {
  defaultShares,
  findIdleStep,
  isComplete,
  parseShares,
} from './rolloutStrategy';

describe('parseShares', () => {
  it('reads rising percentages with any separator', () => {
    expect(parseShares('25, 50')).toEqual([25, 50]);
    expect(parseShares('5% 20%，75')).toEqual([5, 20, 75]);
  });

  it.each([
    '',
    ' ,',
    '50, 25',
    '25 25',
    '0, 10',
    '100',
    '2.5',
    'half',
    '1 2 3 4 5 6 7 8 9',
  ])('rejects %j', text => {
    expect(parseShares(text)).toBeUndefined();
  });
});

describe('isComplete', () => {
  it('requires shares except for a rolling update', () => {
    expect(isComplete({ kind: 'rolling' })).toBe(true);
    expect(isComplete({ kind: 'batches', shares: [] })).toBe(false);
    expect(isComplete({ kind: 'gray', shares: [50] })).toBe(true);
  });
});

describe('findIdleStep', () => {
  it.each([
    [[25, 50], 2, { before: 25, share: 50, pods: 1 }],
    [[25, 50], 3, undefined],
    [[50], 2, undefined],
    [[25, 50], 4, undefined],
    [[50], 1, { before: 50, share: 100, pods: 1 }],
    [[10, 20, 30], 10, undefined],
    [[90], 4, { before: 90, share: 100, pods: 4 }],
  ])(
    'finds the step of %j that moves none of %i pods',
    (shares, pods, idle) => {
      expect(findIdleStep(shares, pods)).toEqual(idle);
    },
  );

  it('is never needed for the default shares of two pods or more', () => {
    for (let pods = 2; pods < 20; pods += 1) {
      expect(
        findIdleStep(defaultShares('batches', pods), pods),
      ).toBeUndefined();
    }
    expect(defaultShares('gray', 2)).toEqual([50]);
  });
});
