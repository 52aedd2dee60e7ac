import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
  parseLabelSelector,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { matchesNamespace } from '../../config';
import { claimantOf } from '../../ownership';
import type { IdClaims, OwnershipResolver } from '../../ownership';
import type { EnvironmentConfig } from '../../config';
import type { WorkloadRecord } from '../../kubernetes';

/** Selects the workloads of a service. */
export interface ServiceQuery {
  entityRef: string;
  /** Value of the annotation `backstage.io/kubernetes-id` */
  id?: string;
  /** Label selector; it has precedence over the id, as in the Kubernetes plugin */
  selector?: string;
  /** Namespace of the workloads; all namespaces if it is omitted */
  namespace?: string;
  /** Cluster of the workloads; all clusters if it is omitted */
  cluster?: string;
  /** Entity refs of the owners */
  owners?: string[];
  /** Claims to the id; undefined if no other entity has ever named it */
  idClaims?: IdClaims;
}

/**
 * Reads the query from an entity's annotations. Without them, it selects only
 * workloads that name the entity.
 *
 * @throws InputError if the selector is not valid, or if the configuration does not
 * allow selectors
 */
export function serviceQuery(
  entity: Entity,
  options: {
    labelSelectorsEnabled: boolean;
    ownership: Pick<OwnershipResolver, 'idClaims'>;
  },
): ServiceQuery {
  const annotations = entity.metadata.annotations ?? {};
  const entityRef = stringifyEntityRef(entity);
  const id = annotations[KUBERNETES_ID];
  const selector = annotations[KUBERNETES_LABEL_SELECTOR];
  if (selector && !options.labelSelectorsEnabled && !id) {
    throw problemError(
      InputError,
      requestProblem('labelSelectorsDisabled', {
        entityRef,
        annotation: KUBERNETES_LABEL_SELECTOR,
        label: KUBERNETES_ID,
      }),
    );
  }
  // An invalid selector is reported now, not at every change.
  if (selector) parseLabelSelector(selector);
  return {
    entityRef,
    id,
    selector: options.labelSelectorsEnabled ? selector : undefined,
    namespace: annotations[KUBERNETES_NAMESPACE],
    cluster: annotations[KUBERNETES_CLUSTER],
    owners: claimantOf(entity).owners,
    idClaims: options.ownership.idClaims(entity),
  };
}

/** Whether a namespace of an environment is in the scope of a query. */
export function isInScope(
  query: ServiceQuery,
  config: EnvironmentConfig,
  { namespace }: Pick<WorkloadRecord, 'namespace'>,
): boolean {
  return (
    matchesNamespace(config, namespace) &&
    (query.namespace === undefined || query.namespace === namespace) &&
    (query.cluster === undefined || query.cluster === config.cluster)
  );
}

/** Whether a query selects a workload; {@link claimOf} decides whether it belongs to the service. */
export function matchesQuery(
  { entityRef, id, selector }: ServiceQuery,
  { labels, entity }: Pick<WorkloadRecord, 'labels' | 'entity'>,
): boolean {
  if (entity === entityRef) return true;
  if (selector !== undefined) return parseLabelSelector(selector)(labels);
  return id !== undefined && labels[KUBERNETES_ID] === id;
}
