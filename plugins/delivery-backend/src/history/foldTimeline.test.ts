import { foldTimeline } from './foldTimeline';
import type { RecordedTimelineEvent } from './recordedTimelineEvent';

const minute = (n: number) => new Date(n * 60_000).toISOString();

function restart(
  first: number,
  last: number,
  rest: Partial<RecordedTimelineEvent> = {},
): RecordedTimelineEvent {
  return {
    id: `${first}-${last}-${rest.pod}`,
    cluster: 'a',
    namespace: 'dev',
    workload: { kind: 'Deployment', name: 'orders', uid: 'w' },
    event: { type: 'restarted', container: 'orders', exitCode: 1 },
    firstAt: minute(first),
    lastAt: minute(last),
    firstNumber: 1,
    lastNumber: 1,
    pod: 'a',
    ...rest,
  };
}

describe('foldTimeline', () => {
  it('folds repeated events of several pods into one entry', () => {
    expect(
      foldTimeline([
        restart(10, 12, { pod: 'b', firstNumber: 3, lastNumber: 9 }),
        restart(9, 11, { pod: 'a', lastNumber: 5 }),
      ]),
    ).toEqual([
      expect.objectContaining({
        count: 12,
        firstAt: minute(9),
        lastAt: minute(12),
        pods: ['a', 'b'],
      }),
    ]);
  });

  it('starts a new entry after a pause, and for a different event', () => {
    const killed = {
      event: {
        type: 'restarted' as const,
        container: 'orders',
        reason: 'OOMKilled',
        exitCode: 137,
      },
    };
    const other = {
      workload: { kind: 'Deployment' as const, name: 'billing', uid: 'v' },
    };
    expect(
      foldTimeline([
        restart(100, 101),
        restart(85, 86),
        restart(84, 85, killed),
        restart(83, 84, other),
        restart(50, 60),
      ]).map(({ lastAt, count }) => [lastAt, count]),
    ).toEqual([
      [minute(101), 2],
      [minute(85), 1],
      [minute(84), 1],
      [minute(60), 1],
    ]);
  });

  it('never folds rollouts', () => {
    const rollout = (number: number) =>
      restart(number, number, {
        id: `r${number}`,
        pod: undefined,
        event: {
          type: 'rollout',
          releaseId: `r${number}`,
          number,
          state: 'completed',
        },
      });
    expect(foldTimeline([rollout(2), rollout(1)])).toHaveLength(2);
  });

  it('folds scaling by an autoscaler, but not by people', () => {
    const scaled = (n: number, by: string) =>
      restart(n, n, {
        id: `scaled-${n}`,
        pod: undefined,
        event: { type: 'scaled', from: n, to: n + 1, by },
      });
    const folded = foldTimeline([
      scaled(9, 'HorizontalPodAutoscaler orders'),
      scaled(8, 'kubectl'),
      scaled(7, 'HorizontalPodAutoscaler orders'),
      scaled(6, 'kubectl'),
    ]);
    expect(folded.map(({ event, count }) => ({ event, count }))).toEqual([
      {
        event: {
          type: 'scaled',
          from: 9,
          to: 10,
          by: 'HorizontalPodAutoscaler orders',
        },
        count: 2,
      },
      { event: { type: 'scaled', from: 8, to: 9, by: 'kubectl' }, count: 1 },
      { event: { type: 'scaled', from: 6, to: 7, by: 'kubectl' }, count: 1 },
    ]);
  });
});
