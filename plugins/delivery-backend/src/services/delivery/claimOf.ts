import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { Workload } from '@fairway/backstage-plugin-delivery-common';
import { namespaceBinding } from '../../config';
import type { EnvironmentConfig } from '../../config';
import type { WorkloadRecord } from '../../kubernetes';
import { objectOwnership } from '../../ownership';
import type { Ownership, Repositories } from '../../ownership';
import { matchesQuery } from './serviceQuery';
import type { ServiceQuery } from './serviceQuery';

/** The part of a workload or series of jobs that assigns it to a service. */
export type Claiming = Pick<
  WorkloadRecord,
  'namespace' | 'labels' | 'entity'
> & {
  template?: Pick<WorkloadRecord['template'], 'source'>;
};

/**
 * How a workload belongs to a service: by its own label or annotation, or only by a
 * selector. Undefined if it does not.
 */
export function claimOf(
  query: ServiceQuery,
  environment: Pick<EnvironmentConfig, 'bindings'>,
  workload: Claiming,
  repositories: Pick<Repositories, 'isSame'>,
): Pick<Workload, 'claim' | 'claimants'> | undefined {
  const ownership = ownershipOf(query, environment, workload, repositories);
  switch (ownership.state) {
    case 'owned':
      return { claim: 'consented' };
    case 'contested':
      return { claim: 'contested', claimants: ownership.claimants };
    case 'other': {
      const { selector } = query;
      return selector !== undefined && matchesQuery(query, workload)
        ? { claim: 'selected' }
        : undefined;
    }
    default:
      return ownership satisfies never;
  }
}

/** Whether a service owns the workloads that have its id and name no entity, whatever they are built from. */
export function ownsId(query: ServiceQuery): boolean {
  const { state } = objectOwnership(
    selfOf(query),
    { id: query.id },
    { isSame: () => false },
  );
  return state !== 'other';
}

/** Whether a workload belongs to a service, and to which entities otherwise. */
export function ownershipOf(
  query: ServiceQuery,
  environment: Pick<EnvironmentConfig, 'bindings'>,
  { labels, entity, namespace, template }: Claiming,
  repositories: Pick<Repositories, 'isSame'>,
): Ownership {
  return objectOwnership(
    selfOf(query),
    {
      id: labels[KUBERNETES_ID],
      entity,
      repository: template?.source,
      binding: namespaceBinding(environment, namespace),
    },
    repositories,
  );
}

function selfOf({ entityRef, owners = [], id, idClaims }: ServiceQuery) {
  return { entityRef, owners, id, idClaims };
}
