import {
  deliverySchema,
  fleetCells,
  servingTexts,
} from '@fairway/backstage-plugin-delivery-common';
import type { FleetCell } from '@fairway/backstage-plugin-delivery-common';
// The module exports only the backend feature.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { ArgoRolloutsEngine } from '@fairway/backstage-plugin-delivery-backend-module-argo-rollouts/src/ArgoRolloutsEngine';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ClusterCache } from '../../kubernetes';
import type { RecordStore } from '../../kubernetes/cache/RecordStore';
import type { StoredRecord } from '../../kubernetes/kinds/WatchedKind';
import { RolloutEngines } from '../rollouts/RolloutEngines';
import { buildDelivery } from './buildDelivery';
import { revisionHistory } from './revisionHistory';

const folder = path.join(__dirname, '__fixtures__');
const objectsSchema = z.array(z.looseObject({ kind: z.string() }));
const sync = { state: 'synced', since: '2026-01-01T00:00:00Z' } as const;

const engines = new RolloutEngines();
engines.add(ArgoRolloutsEngine.create());

type Objects = z.infer<typeof objectsSchema>;

function fill<T extends StoredRecord>(store: RecordStore<T>, objects: Objects) {
  for (const { kind, project } of store.kinds) {
    const own = objects.filter(object => object.kind === kind);
    store.target(kind).replace(own.flatMap(each => project(each) ?? []));
    store.target(kind).setSync(sync);
  }
}

/** A cache with the objects of fixtures, recorded from a real API server. */
function cacheOf(fixtures: string[]): ClusterCache {
  const objects = fixtures.flatMap(fixture =>
    objectsSchema.parse(
      JSON.parse(readFileSync(path.join(folder, `${fixture}.json`), 'utf8')),
    ),
  );
  const cache = ClusterCache.create({
    accepts: () => true,
    engines: engines.added(),
    onChange: () => {},
    now: () => 0,
  });
  const { workloads, related, engineObjects } = cache.stores;
  fill(workloads, objects);
  fill(related, objects);
  fill(engineObjects, objects);
  return cache;
}

/** The cell of the fleet for one service with the workloads of fixtures. */
function cellOf(fixtures: string[]): FleetCell {
  const cache = cacheOf(fixtures);
  const snapshots = cache
    .workloads()
    .map(workload => {
      const snapshot = cache.snapshot(workload);
      const history = revisionHistory(snapshot);
      return {
        ...snapshot,
        claim: { claim: 'consented' as const },
        history,
        rollout: engines.describe(snapshot, history, []),
        now: 0,
        usage: undefined,
      };
    })
    // The Deployment of a workloadRef belongs to its Rollout.
    .filter(
      ({ workload }) =>
        fixtures[0] !== 'workloadRef' || workload.kind === 'Rollout',
    );
  const delivery = buildDelivery(
    { entityRef: 'component:default/orders' },
    [
      {
        config: {
          name: 'dev',
          cluster: 'a',
          namespaces: ['*'],
          production: false,
        },
        sync,
        snapshots,
        jobs: [],
        unread: [],
      },
    ],
    () => undefined,
  );
  const { dev } = fleetCells(deliverySchema.parse(delivery));
  if (!dev) throw new Error('The fixture has no workload');
  return dev;
}

describe('what serves, on recorded objects', () => {
  it.each<[fixtures: string, serving: string, progress: string]>([
    [
      'canary',
      '1.4.1 (75 %), 1.5.0 (25 %)',
      '2 of 8, waiting, Waiting for approval at step 2 of 6: 2 of 8 pods updated',
    ],
    [
      'headerRoutes',
      '2.2.4 (100 %), 2.3.0 (0 %, and header routes)',
      '1 of 4, waiting, Waiting for approval at step 5 of 8: 1 of 4 pods updated',
    ],
    [
      'blueGreen',
      '4.1.3, target 4.2.0',
      '1 of 3, waiting, Waiting for approval at step 1 of 1: 1 of 3 pods updated',
    ],
    [
      'aborted',
      '3.0.2, target 3.1.0',
      '0 of 4, no rollout, Aborted: running the stable revision, not the desired one',
    ],
    [
      'workloadRef',
      '0.6.1 (50 %), 0.7.0 (50 %)',
      '2 of 4, waiting, Waiting for approval at step 2 of 2: 2 of 4 pods updated',
    ],
    [
      'failing',
      '6.1.0, target 6.2.0',
      '0 of 1, rolling, 1 of 2 pods failing: CreateContainerConfigError',
    ],
    [
      'paused',
      '1.0 (60 %), 1.1 (40 %)',
      '2 of 4, waiting, Paused: 2 of 4 pods updated',
    ],
    [
      'partition',
      '1.0 (67 %), 1.1 (33 %)',
      '1 of 3, waiting, Held by partition: 1 of 3 pods updated',
    ],
    [
      'onDelete',
      '1.0 (67 %), 1.1 (33 %)',
      '1 of 3, waiting, Update on delete: 1 of 3 pods updated',
    ],
    [
      'daemonSet',
      '1.0, target 1.1-crash',
      '0 of 5, rolling, 1 of 5 pods failing: CrashLoopBackOff',
    ],
    [
      'scaledToZero',
      'Nothing is serving, target 1.1',
      '0 of 0, no rollout, Scaled to zero',
    ],
    ['scaledBack', '1.1', '2 of 2, no rollout, All pods ready on this version'],
    [
      'web worker',
      '2.0 (web), 1.0 (worker)',
      '3 of 3, no rollout, All pods ready on this version',
    ],
  ])('%s: %s', (fixtures, serving, progress) => {
    const cell = cellOf(fixtures.split(' '));
    expect(servingTexts().line(cell)).toBe(serving);
    const { updatedReady, desired } = cell.replicas;
    expect(
      `${updatedReady} of ${desired}, ${cell.rollout ?? 'no rollout'}, ${cell.health.sentence}`,
    ).toBe(progress);
  });
});
