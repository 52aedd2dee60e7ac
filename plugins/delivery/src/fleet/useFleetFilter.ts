import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readFilter, writeFilter } from './fleetFilter';
import type { FleetFilter } from './fleetFilter';

/** The filter that the address holds, so that a link is a view. */
export function useFleetFilter(): {
  filter: FleetFilter;
  change: (change: Partial<FleetFilter>) => void;
} {
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => readFilter(query), [query]);
  const change = useCallback(
    (part: Partial<FleetFilter>) =>
      setQuery(before => writeFilter({ ...readFilter(before), ...part }), {
        replace: true,
      }),
    [setQuery],
  );
  return { filter, change };
}
