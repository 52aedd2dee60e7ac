import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import type { ServicePipelines } from '@fairway/backstage-plugin-delivery-common';
import type { LiveState } from '../api/DeliveryApi';
import { useLive } from '../api/useLive';
import { pipelinesApiRef } from '../api/PipelinesApi';

/** Pipelines of a service, updated live while the component is mounted. */
export function usePipelines(entity: Entity): {
  state: LiveState<ServicePipelines>;
  retry: () => void;
} {
  return useLive(useApi(pipelinesApiRef).follow(getCompoundEntityRef(entity)));
}
