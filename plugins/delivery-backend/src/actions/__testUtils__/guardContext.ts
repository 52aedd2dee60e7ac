import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { AnyAction } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionGuard,
  GuardContext,
  GuardedManifest,
  GuardedObject,
} from '@fairway/backstage-plugin-delivery-node';

/** An entity `component:default/orders` with annotations. */
export function ordersEntity(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { namespace: 'default', name: 'orders', annotations },
  };
}

/** Fields of a manifest, without those that every test manifest has. */
export type PartialManifest = Partial<Omit<GuardedManifest, 'metadata'>> & {
  metadata?: Partial<GuardedManifest['metadata']>;
} & Record<string, unknown>;

/** A manifest in namespace `dev`, `apps/v1` Deployment `orders` unless given otherwise. */
export function manifestOf(manifest: PartialManifest = {}): GuardedManifest {
  const { metadata, ...rest } = manifest;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'orders', namespace: 'dev', ...metadata },
    ...rest,
  };
}

/** An object of environment `dev` to write, alone; see {@link manifestOf}. */
export function guardedObject(
  given: PartialManifest = {},
  existing?: object,
): GuardedObject {
  const manifest = manifestOf(given);
  return {
    environment: 'dev',
    operation: 'write',
    manifest,
    written: [manifest],
    isRead: true,
    ...(existing && { existing }),
  };
}

/** Context of `workload.apply` on `orders` in `dev`, unless given otherwise. */
export function guardContext(
  given: Partial<GuardContext> & { action?: AnyAction } = {},
): GuardContext {
  return {
    action: { kind: 'workload.apply', manifests: '' },
    target: {
      type: 'service',
      entityRef: 'component:default/orders',
      environment: 'dev',
    },
    entity: ordersEntity(),
    isDraft: false,
    actor: {
      userEntityRef: 'user:default/ada',
      ownershipEntityRefs: ['user:default/ada'],
    },
    credentials: mockCredentials.user('user:default/ada'),
    signal: new AbortController().signal,
    ...given,
  };
}

/** Code of the refusal of a guard; undefined when it does not refuse. */
export async function codeOf(
  guard: ActionGuard,
  given: Partial<GuardContext>,
): Promise<string | undefined> {
  return (await guard.check(guardContext(given)))?.code;
}
