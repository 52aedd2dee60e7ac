import { ConcurrencyLimit } from './ConcurrencyLimit';

describe('ConcurrencyLimit', () => {
  it('counts each person separately', () => {
    const limit = ConcurrencyLimit.create(3);
    expect(limit.acquire('ada', 2)).toBeDefined();
    expect(limit.acquire('ada', 2)).toBeUndefined();
    expect(limit.acquire('ada', 1)).toBeDefined();
    expect(limit.acquire('ada', 1)).toBeUndefined();
    expect(limit.acquire('bob', 3)).toBeDefined();
  });

  it('releases an amount once, and forgets people who have nothing open', () => {
    const limit = ConcurrencyLimit.create(2);
    const first = limit.acquire('ada', 1);
    const second = limit.acquire('ada', 1);
    limit.acquire('bob', 1)?.();
    first?.();
    first?.();
    expect(limit.acquire('ada', 2)).toBeUndefined();
    expect(limit.people).toBe(1);
    second?.();
    expect(limit.people).toBe(0);
  });
});
