import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';

const NONE: string[] = [];

/** Entity refs of the viewer and of their groups. */
export function useOwnRefs(): string[] {
  const identityApi = useApi(identityApiRef);
  const [refs, setRefs] = useState(NONE);
  useEffect(() => {
    let isCurrent = true;
    identityApi.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) => isCurrent && setRefs(ownershipEntityRefs),
      // Without an identity, the viewer owns nothing.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [identityApi]);
  return refs;
}
