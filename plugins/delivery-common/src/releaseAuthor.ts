import { z } from 'zod';
import { personSchema } from './run';

/**
 * What a person or an account did for a release.
 *
 * - `actor`: applied it through the portal
 * - `approver`: answered the last input of the pipeline run before the release
 * - `starter`: started the pipeline run
 * - `author`: wrote the commit
 * - `field-manager`: the name under which the API server recorded the change: often
 *   of a tool, not of a person
 *
 * @public
 */
export const releaseRoleSchema = z.enum([
  'actor',
  'approver',
  'starter',
  'author',
  'field-manager',
]);

/** What a person or an account did for a release; see {@link releaseRoleSchema}. @public */
export type ReleaseRole = z.infer<typeof releaseRoleSchema>;

/** The person behind a release as far as it is known, otherwise the account. @public */
export const releaseAuthorSchema = z.object({
  person: personSchema,
  role: releaseRoleSchema,
});

/** The person behind a release as far as it is known, otherwise the account. @public */
export type ReleaseAuthor = z.infer<typeof releaseAuthorSchema>;
