import { useApi } from '@backstage/core-plugin-api';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { LiveState } from '../api/DeliveryApi';
import { useLive } from '../api/useLive';

/** All services that the viewer may see, updated live while the component is mounted. */
export function useFleet(): { state: LiveState<Fleet>; retry: () => void } {
  return useLive(useApi(deliveryApiRef).followFleet());
}
