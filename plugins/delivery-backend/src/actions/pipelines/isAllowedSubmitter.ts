import { parseEntityRef } from '@backstage/catalog-model';
import type { Actor } from '@fairway/backstage-plugin-delivery-node';

/**
 * Whether a person is one of the submitters of a pipeline's input. The CI server
 * knows only the portal's own account, so the portal enforces `submitter`. A
 * submitter is the name of a user or a group in the CI server.
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
