import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import type { Submitter } from '@fairway/backstage-plugin-delivery-common';
import useAsync from 'react-use/esm/useAsync';

/** Someone of whom the portal knows nothing, such as a viewer who is not signed in. */
const NOBODY: Submitter = { userEntityRef: '', ownershipEntityRefs: [] };

/** The viewer, by user and groups; undefined until they are known. */
export function useViewer(): Submitter | undefined {
  const identityApi = useApi(identityApiRef);
  const { value, error } = useAsync(
    () => identityApi.getBackstageIdentity(),
    [identityApi],
  );
  return error ? NOBODY : value;
}
