import { Backoff } from './Backoff';

describe('Backoff', () => {
  it('doubles the pause up to the limit, and starts again after a reset', () => {
    const backoff = Backoff.create({ minMs: 500, maxMs: 3_000 });
    const pauses = Array.from({ length: 5 }, () => backoff.next());
    expect(pauses).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });

  it('takes off at most half of a pause as jitter, and does not let it add up', () => {
    const random = jest.fn().mockReturnValueOnce(0).mockReturnValueOnce(0.5);
    const backoff = Backoff.create({ minMs: 400, maxMs: 10_000, random });
    expect(backoff.next()).toBe(200);
    expect(backoff.next()).toBe(600);
    random.mockReturnValue(1);
    expect(backoff.next()).toBe(1_600);
  });

  it('grows by the given factor and within the limits of one pause', () => {
    const backoff = Backoff.create({
      minMs: 2_000,
      maxMs: 15_000,
      factor: 1.5,
    });
    expect(backoff.next()).toBe(2_000);
    expect(backoff.next()).toBe(3_000);
    expect(backoff.next({ minMs: 10_000, maxMs: 120_000 })).toBe(10_000);
    expect(backoff.next()).toBe(15_000);
  });
});
