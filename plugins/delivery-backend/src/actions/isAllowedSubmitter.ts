import { parseEntityRef } from '@backstage/catalog-model';

/** Somebody who is signed in. */
export interface Actor {
  userEntityRef: string;
  /** Of the user and of the groups it belongs to */
  ownershipEntityRefs: string[];
}

/**
 * Whether somebody is among those whom a pipeline's input names. The CI server
 * knows only the portal's own account, so that the portal has to see to this.
 * A name is a user's or a group's, as the CI server has them.
 *
 * @see https://www.jenkins.io/doc/pipeline/steps/pipeline-input-step/
 */
export function isAllowedSubmitter(
  { userEntityRef, ownershipEntityRefs }: Actor,
  submitters: string[] | undefined,
): boolean {
  if (!submitters?.length) return true;
  const names = new Set(
    [userEntityRef, ...ownershipEntityRefs].map(ref =>
      parseEntityRef(ref).name.toLowerCase(),
    ),
  );
  return submitters.some(name => names.has(name.trim().toLowerCase()));
}
