import { parseLabelSelector } from './labelSelector';

describe('parseLabelSelector', () => {
  const labels = { app: 'orders', tier: 'web', 'example.com/team': 'a' };

  it.each([
    ['app=orders', true],
    ['app==orders,tier!=test', true],
    ['app=orders, tier=db', false],
    ['app in (orders, billing),tier notin (db)', true],
    ['app notin (orders)', false],
    ['missing notin (x)', true],
    ['missing!=x', true],
    ['example.com/team', true],
    ['!missing', true],
    ['!app', false],
  ])('%s', (selector, isMet) => {
    expect(parseLabelSelector(selector)(labels)).toBe(isMet);
  });

  it.each(['app in orders', 'app=a b', '', 'app>1'])(
    'names the part of %j that it cannot read',
    selector => {
      expect(() => parseLabelSelector(selector)).toThrow(/cannot be parsed at/);
    },
  );
});
