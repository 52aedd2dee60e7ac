import { useApi } from '@backstage/core-plugin-api';
import type { Fleet } from '@fairway/backstage-plugin-delivery-common';
import { useSyncExternalStore } from 'react';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { LiveState } from '../api/DeliveryApi';

/** All services that the viewer may see, updated live while the component is mounted. */
export function useFleet(): { state: LiveState<Fleet>; retry: () => void } {
  const feed = useApi(deliveryApiRef).followFleet();
  const state = useSyncExternalStore(feed.subscribe, feed.getState);
  return { state, retry: feed.retry };
}
