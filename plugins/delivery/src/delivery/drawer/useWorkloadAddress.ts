import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readWorkloadAddress, writeWorkloadAddress } from './workloadAddress';
import type { WorkloadAddress } from './workloadAddress';

/** The detail that the page's address asks for, so that a link is a view. */
export function useWorkloadAddress(): {
  address: WorkloadAddress | undefined;
  change: (address: WorkloadAddress | undefined) => void;
} {
  const [query, setQuery] = useSearchParams();
  const address = useMemo(() => readWorkloadAddress(query), [query]);
  const change = useCallback(
    (next: WorkloadAddress | undefined) =>
      setQuery(before => writeWorkloadAddress(before, next), {
        replace: true,
      }),
    [setQuery],
  );
  return { address, change };
}
