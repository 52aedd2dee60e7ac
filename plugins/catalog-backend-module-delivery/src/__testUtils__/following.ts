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

/** Milliseconds */
export const MINUTE = 60_000;

/** A provider with a catalog that has what it was given, on a clock that the test moves. */
export async function following(described: Entity[] = []) {
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
  const given = new Map<string, Entity>();
  /** Refs of what the catalog does not show when it is given */
  const refused = new Set<string>();
  const mutations: EntityProviderMutation[] = [];
  const catalog = catalogServiceMock.mock();
  const all = () => {
    const shown = [...given].filter(([ref]) => !refused.has(ref));
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
      const isWhole = mutation.type === 'full';
      if (isWhole) given.clear();
      const entities = isWhole ? mutation.entities : mutation.added;
      entities.forEach(({ entity }) =>
        given.set(stringifyEntityRef(entity), entity),
      );
      if (isWhole) return;
      mutation.removed.forEach(each =>
        given.delete(
          'entityRef' in each
            ? each.entityRef
            : stringifyEntityRef(each.entity),
        ),
      );
    },
    refresh: async () => {},
  };
  /** A process with a provider of its own */
  const begin = async () => {
    const provider = WorkloadEntityProvider.create({
      auth: mockServices.auth(),
      catalog,
      logger,
      clock,
      rules: [{ fits: () => true, owner: 'unknown' }],
      goneAfterMs: 10 * MINUTE,
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
  let running = await begin();
  return {
    given,
    refused,
    files,
    mutations,
    logger,
    failure,
    /** Lets time pass, step by step, and everything that it brings happen */
    async pass(milliseconds: number) {
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
    /** All clusters are synced but those of which it is said otherwise */
    tell(workloads: DeployedWorkload[], states: Record<string, State> = {}) {
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
      running = await begin();
    },
    async stop() {
      await running.stop();
    },
  };
}

type State = 'synced' | 'stale' | 'failed' | 'syncing';
