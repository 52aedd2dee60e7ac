import { isWhole, parseShares } from './rolloutStrategy';

describe('parseShares', () => {
  it('reads rising percentages, however they are set apart', () => {
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
  ])('takes %j for none', text => {
    expect(parseShares(text)).toBeUndefined();
  });
});

describe('isWhole', () => {
  it('needs shares to confirm, unless nobody confirms', () => {
    expect(isWhole({ kind: 'rolling' })).toBe(true);
    expect(isWhole({ kind: 'batches', shares: [] })).toBe(false);
    expect(isWhole({ kind: 'gray', shares: [50] })).toBe(true);
  });
});
