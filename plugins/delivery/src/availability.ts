import type { Entity } from '@backstage/catalog-model';
import {
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
} from '@fairway/backstage-plugin-delivery-common';

/** Whether an entity says how its workloads are found. @public */
export function isDeliveryAvailable({ metadata }: Entity): boolean {
  const annotations = metadata.annotations ?? {};
  return Boolean(
    annotations[KUBERNETES_ID] ?? annotations[KUBERNETES_LABEL_SELECTOR],
  );
}
