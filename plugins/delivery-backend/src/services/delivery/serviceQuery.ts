import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
  parseLabelSelector,
} from '@fairway/backstage-plugin-delivery-common';
import { matchesNamespace } from '../../config';
import type { EnvironmentConfig } from '../../config';
import type { WorkloadRecord } from '../../kubernetes';

/** How a service's workloads are found. */
export interface ServiceQuery {
  entityRef: string;
  /** The value of `backstage.io/kubernetes-id` */
  id?: string;
  /** A selector's text; it beats the id, as in the Kubernetes plugin */
  selector?: string;
  /** The only namespace to look in */
  namespace?: string;
  /** The only cluster to look in */
  cluster?: string;
}

/**
 * Reads from an entity's annotations how its workloads are found. Where they
 * name nothing, only workloads that name the entity are.
 *
 * @throws InputError when they hold a selector that cannot be read, or ask for
 * one where the configuration allows none
 */
export function serviceQuery(
  entity: Entity,
  options: { labelSelectorsEnabled: boolean },
): ServiceQuery {
  const annotations = entity.metadata.annotations ?? {};
  const entityRef = stringifyEntityRef(entity);
  const id = annotations[KUBERNETES_ID];
  const selector = annotations[KUBERNETES_LABEL_SELECTOR];
  if (selector && !options.labelSelectorsEnabled && !id) {
    throw new InputError(
      `${entityRef} finds its workloads by ${KUBERNETES_LABEL_SELECTOR}, which delivery.labelSelectors.enabled does not allow; label the workloads with ${KUBERNETES_ID} and annotate the entity with the same`,
    );
  }
  // A selector that cannot be read is told now, not at every change.
  if (selector) parseLabelSelector(selector);
  return {
    entityRef,
    id,
    selector: options.labelSelectorsEnabled ? selector : undefined,
    namespace: annotations[KUBERNETES_NAMESPACE],
    cluster: annotations[KUBERNETES_CLUSTER],
  };
}

/** Whether a service is looked for in a namespace of an environment. */
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

/** Whether a workload is one of the service's. */
export function matchesQuery(
  { entityRef, id, selector }: ServiceQuery,
  { labels, entity }: Pick<WorkloadRecord, 'labels' | 'entity'>,
): boolean {
  if (entity === entityRef) return true;
  if (selector !== undefined) return parseLabelSelector(selector)(labels);
  return id !== undefined && labels[KUBERNETES_ID] === id;
}
