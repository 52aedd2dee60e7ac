import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';

const NONE: string[] = [];

/** Refs of the viewer and of the groups that the viewer belongs to. */
export function useOwnRefs(): string[] {
  const identityApi = useApi(identityApiRef);
  const [refs, setRefs] = useState(NONE);
  useEffect(() => {
    let isCurrent = true;
    identityApi.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) => isCurrent && setRefs(ownershipEntityRefs),
      // Who is not signed in owns nothing.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [identityApi]);
  return refs;
}
