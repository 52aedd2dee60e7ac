import { servingTexts } from '@fairway/backstage-plugin-delivery-common';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import {
  deploymentRecord,
  podRecord,
  revisionRecord,
  templateRecord,
} from '../../__testUtils__/records';
import { revisionHistory } from './revisionHistory';
import { servingSoftware } from './serving';

const rollout: Rollout = {
  engine: 'test',
  strategy: 'canary',
  state: 'progressing',
  steps: [],
  step: 0,
  stable: 'v1',
  desired: 'v2',
  analyses: [],
};

type Routes = NonNullable<Rollout['traffic']>['routes'];
const to = (stable: number, next: number): Routes[number]['to'] => [
  { revision: 'stable', service: 'stable', percent: stable },
  { revision: 'new', service: 'canary', percent: next },
];
const users = [
  [
    {
      on: 'header' as const,
      name: 'x-user-group',
      how: 'exact' as const,
      value: 'a',
    },
  ],
];

/** Serving line of a workload with this many ready pods of the revisions 1 and 2. */
function line(
  ready: [number, number],
  of: Partial<Rollout> = {},
  version: [string, string] = ['1.0', '2.0'],
): string {
  const revisions = version.map((label, index) =>
    revisionRecord(`v${index + 1}`, index + 1, {
      template: templateRecord(`orders:${label}`),
    }),
  );
  const pods = ready.flatMap((count, index) =>
    Array.from({ length: count }, (_, n) =>
      podRecord(`v${index + 1}-${n}`, { ownerUid: `v${index + 1}` }),
    ),
  );
  const starting = podRecord('starting', {
    ownerUid: 'v2',
    status: 'starting',
    isReady: false,
  });
  const leaving = podRecord('leaving', {
    ownerUid: 'v1',
    status: 'terminating',
  });
  const tree = {
    workload: deploymentRecord({ revision: 2 }),
    revisions,
    pods: [...pods, starting, leaving],
  };
  const serving = servingSoftware(tree, revisionHistory(tree), {
    ...rollout,
    ...of,
  });
  return servingTexts().line({ serving, health: { reason: 'ready' } });
}

describe('servingSoftware', () => {
  it.each<[string, [number, number], Partial<Rollout> | undefined, string]>([
    ['counts ready pods only', [6, 2], {}, '1.0 (75 %), 2.0 (25 %)'],
    ['names the larger share first', [1, 3], {}, '2.0 (75 %), 1.0 (25 %)'],
    ['never rounds a part to nothing', [999, 1], {}, '1.0 (99 %), 2.0 (<1 %)'],
    ['shows one version alone', [3, 0], {}, '1.0'],
    ['shows that nothing is ready', [0, 0], {}, 'Nothing is serving'],
    [
      'prefers the traffic of a router to the pods',
      [1, 4],
      {
        traffic: {
          router: 'istio',
          object: 'VirtualService a',
          routes: [{ matches: [], to: to(90, 10) }],
        },
      },
      '1.0 (90 %), 2.0 (10 %)',
    ],
    [
      'shows a version that only header routes reach',
      [4, 1],
      {
        traffic: {
          router: 'istio',
          object: 'VirtualService a',
          routes: [
            { matches: users, to: to(0, 100) },
            { matches: [], to: to(100, 0) },
          ],
        },
      },
      '1.0 (100 %), 2.0 (0 %, and header routes)',
    ],
    [
      'counts pods where the routes cannot be read',
      [3, 1],
      { traffic: { router: 'istio', object: 'a', routes: [] } },
      '1.0 (75 %), 2.0 (25 %)',
    ],
    [
      'shows only the active revision of a blue-green rollout',
      [2, 2],
      { strategy: 'blue-green', state: 'waiting' },
      '1.0',
    ],
    [
      'shows the new revision after the switch, while old pods are still ready',
      [2, 2],
      { strategy: 'blue-green', state: 'complete', stable: undefined },
      '2.0',
    ],
    [
      'shows the new revision after the last step of a router, while old pods are still ready',
      [2, 2],
      {
        state: 'complete',
        stable: undefined,
        traffic: { router: 'istio', object: 'a', routes: [] },
      },
      '2.0',
    ],
  ])('%s', (_, ready, of, expected) => {
    expect(line(ready, of)).toBe(expected);
  });

  it('counts revisions with the same software together, such as after a restart', () => {
    expect(line([2, 1], {}, ['1.0', '1.0'])).toBe('1.0');
  });
});
