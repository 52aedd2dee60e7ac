import { useApi } from '@backstage/core-plugin-api';
import type { Fleet, Waiting } from '@fairway/backstage-plugin-delivery-common';
import { useEffect, useMemo, useRef } from 'react';
import { deliveryApiRef } from '../api/DeliveryApi';
import type { LiveState } from '../api/DeliveryApi';
import { useLive } from '../api/useLive';

/**
 * Rollouts and runs that wait for a person, read once a minute while the component is
 * mounted, and again when the fleet shows that something waits or no longer waits.
 */
export function useWaiting(fleet: Fleet | undefined): {
  state: LiveState<Waiting>;
  retry: () => void;
} {
  const live = useLive(useApi(deliveryApiRef).followWaiting());
  const { retry } = live;
  const waiting = useMemo(() => fleet && waitingIn(fleet), [fleet]);
  const before = useRef(waiting);
  useEffect(() => {
    const isFirst = before.current === undefined;
    const hasChanged = before.current !== waiting;
    before.current = waiting;
    if (!isFirst && hasChanged) retry();
  }, [waiting, retry]);
  return live;
}

/** Key of the last runs and rollouts of the fleet that wait. */
function waitingIn({ rows }: Fleet): string {
  const keys = rows.flatMap(({ entityRef, lastRun, cells }) => [
    ...(lastRun?.outcome === 'waiting' ? [`${entityRef} ${lastRun.id}`] : []),
    ...Object.entries(cells)
      .filter(([, cell]) => cell?.rollout === 'waiting')
      .map(([environment]) => `${entityRef} ${environment}`),
  ]);
  return keys.join('\n');
}
