import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import type {
  DeployedWorkload,
  DeployedWorkloads,
} from '@fairway/backstage-plugin-delivery-common';
import { setImmediate } from 'node:timers/promises';
import { WorkloadEntityProvider } from '../WorkloadEntityProvider';

/** One minute in milliseconds. */
export const MINUTE = 60_000;

/** Starts a provider with a fake catalog and a fake clock. */
export async function startProvider(described: Entity[] = []) {
  let now = Date.UTC(2026, 10, 24);
  const due: { at: number; resolve: () => void; signal: AbortSignal }[] = [];
  const clock = {
    now: () => now,
    delay: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>(resolve => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
        due.push({ at: now + milliseconds, resolve, signal });
      }),
  };
  const files = new Map(described.map(e => [stringifyEntityRef(e), e]));
  const emitted = new Map<string, Entity>();
  /** Refs of entities that the catalog does not show when they are emitted */
  const hidden = new Set<string>();
  const mutations: EntityProviderMutation[] = [];
  const catalog = catalogServiceMock.mock();
  const all = () => {
    const shown = [...emitted].filter(([ref]) => !hidden.has(ref));
    return [...new Map([...shown, ...files]).values()];
  };
  catalog.streamEntities.mockImplementation(async function* ours() {
    yield all().filter(
      e =>
        e.metadata.annotations?.['backstage.io/managed-by-origin-location'] ===
        'delivery:workloads',
    );
  });
  catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
    items: entityRefs.map(ref =>
      all().find(e => stringifyEntityRef(e) === ref),
    ),
  }));
  let known: DeployedWorkloads | undefined;
  const logger = mockServices.logger.mock();
  const failure: { next?: Error } = {};
  const connection: EntityProviderConnection = {
    applyMutation: async mutation => {
      if (failure.next) throw failure.next;
      mutations.push(mutation);
      const isFull = mutation.type === 'full';
      if (isFull) emitted.clear();
      const entities = isFull ? mutation.entities : mutation.added;
      entities.forEach(({ entity }) =>
        emitted.set(stringifyEntityRef(entity), entity),
      );
      if (isFull) return;
      mutation.removed.forEach(each =>
        emitted.delete(
          'entityRef' in each
            ? each.entityRef
            : stringifyEntityRef(each.entity),
        ),
      );
    },
    refresh: async () => {},
  };
  /** Starts a provider, like a new process */
  const start = async () => {
    const provider = WorkloadEntityProvider.create({
      auth: mockServices.auth(),
      catalog,
      logger,
      clock,
      rules: [{ matches: () => true, owner: 'group:default/unknown' }],
      removeAfterMs: 10 * MINUTE,
      workloads: () => known,
    });
    await provider.connect(connection);
    const stopped = new AbortController();
    const running = provider.run(stopped.signal);
    return {
      onChange: () => provider.onChange(),
      stop: async () => {
        stopped.abort();
        await running;
      },
    };
  };
  let running = await start();
  return {
    emitted,
    hidden,
    files,
    mutations,
    logger,
    failure,
    /** Advances the clock in steps, and awaits everything that this triggers */
    async advance(milliseconds: number) {
      const end = now + milliseconds;
      while (now < end) {
        now += 500;
        for (const each of due.splice(0)) {
          if (each.at <= now) each.resolve();
          else due.push(each);
        }
        await setImmediate();
        await setImmediate();
        await setImmediate();
      }
    },
    /** Sets the workloads, and the sync states of clusters that are not synced */
    setWorkloads(
      workloads: DeployedWorkload[],
      states: Record<string, State> = {},
    ) {
      const clusters = { staging: 'synced' as const, ...states };
      known = {
        clusters: Object.entries(clusters).map(([name, state]) => ({
          name,
          sync: { state, since: '2026-11-24T00:00:00Z' },
        })),
        workloads,
      };
      running.onChange();
    },
    async restart() {
      await running.stop();
      known = undefined;
      running = await start();
    },
    async stop() {
      await running.stop();
    },
  };
}

type State = 'synced' | 'stale' | 'failed' | 'syncing';
