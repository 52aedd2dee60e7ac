import type { Entity } from '@backstage/catalog-model';
import {
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
} from '@fairway/backstage-plugin-delivery-common';

/** Annotations that name the Jenkins job of an entity. */
const JOB_ANNOTATIONS = [
  'jenkins.io/job-full-name',
  'jenkins.io/github-folder',
];

/** Whether an entity has a pipeline, or is deployed and could have one. @public */
export function arePipelinesAvailable(entity: Entity): boolean {
  const { annotations = {} } = entity.metadata;
  return (
    JOB_ANNOTATIONS.some(name => annotations[name] !== undefined) ||
    isDeliveryAvailable(entity)
  );
}

/** Whether an entity has an annotation that selects its workloads. @public */
export function isDeliveryAvailable({ metadata }: Entity): boolean {
  const annotations = metadata.annotations ?? {};
  return Boolean(
    annotations[KUBERNETES_ID] ?? annotations[KUBERNETES_LABEL_SELECTOR],
  );
}
