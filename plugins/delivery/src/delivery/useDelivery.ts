import { getCompoundEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { LiveState } from '../api/DeliveryApi';
import { useLive } from '../api/useLive';

/** Delivery of a service, updated live while the component is mounted. */
export function useDelivery(entity: Entity): {
  state: LiveState<Delivery>;
  retry: () => void;
} {
  return useLive(useApi(deliveryApiRef).follow(getCompoundEntityRef(entity)));
}
