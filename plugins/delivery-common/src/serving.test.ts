import type { Serving } from './delivery';
import { combineServing, percentOf } from './serving';
import { formatShare, servingTexts } from './servingText';

function serving(version: string, share = 100, pods = 1): Serving {
  return {
    revisions: [version],
    version: { value: version, from: 'tag' },
    images: [`orders:${version}`],
    pods,
    share,
  };
}

const ready = { reason: 'ready' };

describe('combineServing', () => {
  it('counts one version of several workloads once, whatever their images', () => {
    const worker = { ...serving('1.0'), images: ['worker:1.0'] };
    const combined = combineServing([
      { name: 'web', serving: [serving('1.0', 75, 3), serving('2.0', 25, 1)] },
      { name: 'worker', serving: [{ ...worker, pods: 4 }] },
    ]);
    expect(combined).toMatchObject([
      {
        version: { value: '1.0' },
        images: ['orders:1.0', 'worker:1.0'],
        pods: 7,
        share: 87.5,
        workloads: ['web', 'worker'],
      },
      { version: { value: '2.0' }, pods: 1, share: 12.5, workloads: ['web'] },
    ]);
  });

  it('names the workload of each version where they differ', () => {
    const combined = combineServing([
      { name: 'web', serving: [serving('2.0', 100, 3)] },
      { name: 'worker', serving: [serving('1.0')] },
    ]);
    expect(servingTexts().line({ serving: combined, health: ready })).toBe(
      '2.0 (web), 1.0 (worker)',
    );
  });

  it('has nothing of workloads without ready pods', () => {
    expect(combineServing([{ name: 'web', serving: [] }])).toEqual([]);
  });
});

describe('servingTexts', () => {
  it.each<[string, Serving[], Serving | undefined, string, string]>([
    ['one version', [serving('1.0')], undefined, 'ready', '1.0'],
    [
      'a failing rollout',
      [serving('6.1.0')],
      serving('6.2.0'),
      'podsFailing',
      '6.1.0, target 6.2.0',
    ],
    [
      'a canary, whose target serves already',
      [serving('1.4.1', 75), serving('1.5.0', 25)],
      serving('1.5.0'),
      'atStep',
      '1.4.1 (75 %), 1.5.0 (25 %)',
    ],
    [
      'a version that few requests reach',
      [serving('1.0', 60)],
      undefined,
      'ready',
      '1.0 (60 %)',
    ],
    [
      'nothing',
      [],
      serving('1.0'),
      'scaledToZero',
      'Nothing is serving, target 1.0',
    ],
    [
      'pods that are not read yet',
      [],
      serving('1.0'),
      'unsynced',
      'Serving version unknown, target 1.0',
    ],
  ])('describes %s', (_, entries, target, reason, line) => {
    expect(
      servingTexts().line({
        serving: entries,
        ...(target && { target }),
        health: { reason },
      }),
    ).toBe(line);
  });

  it.each([
    [0, '0'],
    [0.1, '<1'],
    [33.3, '33'],
    [99.9, '99'],
    [99.99, '100'],
  ])('never shows a part as nothing or as everything: %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it('has no percentage of nothing', () => {
    expect(percentOf(0, 0)).toBe(0);
    expect(percentOf(1, 3)).toBe(33.33);
  });
});
