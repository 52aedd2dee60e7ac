import type { Entity } from '@backstage/catalog-model';
import {
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
} from '@fairway/backstage-plugin-delivery-common';

/** The annotations by which an entity names its job in Jenkins. */
const JOBS = ['jenkins.io/job-full-name', 'jenkins.io/github-folder'];

/** Whether an entity names a pipeline, or is deployed and could. @public */
export function arePipelinesAvailable(entity: Entity): boolean {
  const { annotations = {} } = entity.metadata;
  return (
    JOBS.some(name => annotations[name] !== undefined) ||
    isDeliveryAvailable(entity)
  );
}

/** Whether an entity says how its workloads are found. @public */
export function isDeliveryAvailable({ metadata }: Entity): boolean {
  const annotations = metadata.annotations ?? {};
  return Boolean(
    annotations[KUBERNETES_ID] ?? annotations[KUBERNETES_LABEL_SELECTOR],
  );
}
