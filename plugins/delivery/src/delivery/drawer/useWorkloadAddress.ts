import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { readWorkloadAddress, writeWorkloadAddress } from './workloadAddress';
import type { WorkloadAddress } from './workloadAddress';

/** Workload and tab that the address of the page names, so that both can be shared as a link. */
export function useWorkloadAddress(): {
  address: WorkloadAddress | undefined;
  setAddress: (address: WorkloadAddress | undefined) => void;
} {
  const [query, setQuery] = useSearchParams();
  const address = useMemo(() => readWorkloadAddress(query), [query]);
  const setAddress = useCallback(
    (next: WorkloadAddress | undefined) =>
      setQuery(before => writeWorkloadAddress(before, next), {
        replace: true,
      }),
    [setQuery],
  );
  return { address, setAddress };
}
