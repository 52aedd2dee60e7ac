import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readFilter, writeFilter } from './fleetFilter';
import type { FleetFilter } from './fleetFilter';

/** Filter in the address of the page, so that it can be shared as a link. */
export function useFleetFilter(): {
  filter: FleetFilter;
  setFilter: (change: Partial<FleetFilter>) => void;
} {
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => readFilter(query), [query]);
  const setFilter = useCallback(
    (change: Partial<FleetFilter>) =>
      setQuery(before => writeFilter({ ...readFilter(before), ...change }), {
        replace: true,
      }),
    [setQuery],
  );
  return { filter, setFilter };
}
