/** A person as the portal knows them. @public */
export interface Submitter {
  /** Entity ref of the user */
  userEntityRef: string;
  /** Entity refs of the user and of the groups that the user is a member of */
  ownershipEntityRefs: string[];
}

/**
 * Whether a person is one of the submitters of a pipeline's input. The CI server
 * knows only the portal's own account, so the portal enforces `submitter`. A
 * submitter is the name of a user or a group in the CI server.
 *
 * @see https://www.jenkins.io/doc/pipeline/steps/pipeline-input-step/
 * @public
 */
export function isAllowedSubmitter(
  { userEntityRef, ownershipEntityRefs }: Submitter,
  submitters: readonly string[] | undefined,
): boolean {
  if (!submitters?.length) return true;
  const names = new Set([userEntityRef, ...ownershipEntityRefs].map(nameOf));
  return submitters.some(name => names.has(name.trim().toLowerCase()));
}

/** Name in an entity ref such as `user:default/ada`, in lower case. */
function nameOf(entityRef: string): string {
  return entityRef.split(/[/:]/).at(-1)?.toLowerCase() ?? '';
}
