import type { Entity } from '@backstage/catalog-model';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  GuardContext,
  GuardedManifest,
} from '@fairway/backstage-plugin-delivery-node';
import type { ApplyRules, EnvironmentConfig } from '../../config';
import { DEFAULT_KINDS } from '../../config';
import { ActionGuards } from '../../extensions/ActionGuards';
import type { ClusterWriter } from '../../kubernetes';
import { claimantOf } from '../../ownership';
import type { IdClaims } from '../../ownership';
import { groupOf } from '../apply/parseManifests';
import { builtInGuards } from '../guards/builtInGuards';
import type { NamespaceFacts } from '../guards/references/ClusterFacts';
import { guardContext, ordersEntity } from './guardContext';

/** Id of the service `orders`. */
export const ID = { 'backstage.io/kubernetes-id': 'orders' };

/** The service `orders`, with an id. */
const orders: Entity = ordersEntity(ID);

const NOTHING: NamespaceFacts = {
  workloads: [],
  selectors: [],
  claims: [],
  routes: [],
};

/** Everything around the guards that a test can set. */
export interface GuardWorld {
  kinds?: string[];
  rules?: Partial<ApplyRules>;
  environment?: Partial<EnvironmentConfig>;
  /** What runs; `unknown` while the cluster cannot be read */
  facts?: Partial<NamespaceFacts> | 'unknown';
  /** Existing objects that the portal may read */
  objects?: GuardedManifest[];
  /** Names of the Secrets that the portal has created for `orders` */
  secrets?: string[];
  /** Other entities that claim the id of `orders` */
  contestants?: string[];
  /** Permissions that are denied */
  denied?: string[];
}

/** All guards of the portal, with a cluster in memory. */
export function guardChain(world: GuardWorld = {}) {
  const { objects = [], secrets = [], denied = [] } = world;
  const environment: EnvironmentConfig = {
    name: 'dev',
    cluster: 'staging',
    namespaces: ['dev'],
    production: false,
    ...world.environment,
  };
  const requests: string[] = [];
  const known: Entity[] = [];
  const guards = new ActionGuards();
  const all = builtInGuards({
    config: {
      environments: [environment],
      applyKinds: world.kinds ?? DEFAULT_KINDS,
      applyRules: {
        shared: [],
        hosts: [],
        sharedHosts: [],
        annotations: [],
        uncheckedKinds: [],
        ...world.rules,
      },
    },
    ownership: {
      know: async entity => {
        known.push(entity);
      },
      idClaims: entity =>
        world.contestants && idClaimsOf(entity, world.contestants),
      actionRefusal: async () => undefined,
      bindingRefusal: () => undefined,
    },
    repositories: { isSame: () => false },
    providers: { locate: () => ({ jobs: [] }) },
    authorizer: { isAllowed: async ({ name }) => !denied.includes(name) },
    writer: writerOf(objects, requests),
    facts: {
      in: () =>
        world.facts === 'unknown' ? undefined : { ...NOTHING, ...world.facts },
    },
    secrets: {
      belongsTo: async ({ name }, entityRef) =>
        entityRef === 'component:default/orders' && secrets.includes(name),
    },
  });
  all.forEach(guard => guards.add(guard));

  /** Checks an object that is about to be written, with what else the request writes. */
  const refusalOf = (
    manifest: GuardedManifest,
    rest: {
      written?: GuardedManifest[];
      existing?: unknown;
      isRead?: boolean;
      context?: Partial<GuardContext>;
    } = {},
  ): Promise<Refusal | undefined> =>
    guards.check(
      guardContext({
        entity: orders,
        ...rest.context,
        object: {
          environment: 'dev',
          operation: 'write',
          manifest,
          written: rest.written ?? [manifest],
          isRead: rest.isRead ?? true,
          existing: rest.existing,
        },
      }),
    );
  return {
    requests,
    /** Entities whose claims are recorded */
    known,
    refusalOf,
    /** Code of the refusal of an action as a whole */
    codeOfAction: async (context: Partial<GuardContext>) =>
      (await guards.check(guardContext({ entity: orders, ...context })))?.code,
    codeOf: async (...args: Parameters<typeof refusalOf>) =>
      (await refusalOf(...args))?.code,
  };
}

/** Claims to the id of an entity, all recorded at the same time. */
function idClaimsOf(entity: Entity, others: string[]): IdClaims {
  const self = claimantOf(entity);
  const otherClaimants = others.map(entityRef => ({
    entityRef,
    owners: [],
    source: entityRef,
    isTrusted: false,
  }));
  return {
    claimants: [self, ...otherClaimants].map(each => ({
      ...each,
      isFirst: true,
    })),
    first: [],
  };
}

/** An API server with discovery and some objects. */
function writerOf(
  objects: GuardedManifest[],
  requests: string[],
): Pick<ClusterWriter, 'send'> {
  const answer = (status: number, body: object = {}) => ({
    status,
    text: JSON.stringify(body),
    warnings: [],
  });
  const plural = (kind: string) => `${kind.toLowerCase()}s`;
  const rootOf = (apiVersion: string) =>
    apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const pathOf = ({ apiVersion, kind, metadata }: GuardedManifest) =>
    `${rootOf(apiVersion)}/namespaces/${metadata.namespace}/${plural(kind)}/${metadata.name}`;
  return {
    send: async (_, { path }) => {
      requests.push(path);
      const found = objects.find(each => pathOf(each) === path);
      if (found) return answer(200, found);
      const ofVersion = objects.filter(
        each => rootOf(each.apiVersion) === path,
      );
      if (ofVersion.length) {
        return answer(200, {
          resources: ofVersion.map(({ kind }) => ({
            name: plural(kind),
            kind,
            namespaced: true,
          })),
        });
      }
      const ofGroup = objects.filter(
        ({ apiVersion }) =>
          apiVersion.includes('/') && `/apis/${groupOf(apiVersion)}` === path,
      );
      const [first] = ofGroup.map(({ apiVersion }) => ({
        groupVersion: apiVersion,
      }));
      return first
        ? answer(200, { preferredVersion: first, versions: [first] })
        : answer(404);
    },
  };
}
