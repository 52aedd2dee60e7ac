import { isComplete, parseShares } from './rolloutStrategy';

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
