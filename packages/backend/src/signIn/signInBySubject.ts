import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  AuthResolverContext,
  BackstageSignInResult,
} from '@backstage/plugin-auth-node';

/** Annotation of a User entity: the id of the account at the sign-in provider. */
export const USER_ID_ANNOTATION = 'fairway.dev/user-id';

/**
 * Signs in the catalog user whose annotation is the account's `sub`. OpenID Connect
 * never gives a `sub` to another account, so that nobody becomes another person by a
 * changed name or email address.
 *
 * @throws NotFoundError if no user has the annotation, NotAllowedError if it differs
 */
export async function signInBySubject(
  subject: unknown,
  context: Pick<
    AuthResolverContext,
    'findCatalogUser' | 'signInWithCatalogUser'
  >,
): Promise<BackstageSignInResult> {
  if (typeof subject !== 'string' || !subject) {
    throw new NotFoundError(
      'Cannot sign in: the provider did not send the claim sub, the id of the account',
    );
  }
  const { entity } = await findUser(subject, context);
  // The catalog ignores the case of values.
  if (entity.metadata.annotations?.[USER_ID_ANNOTATION] !== subject) {
    throw new NotAllowedError(
      `Cannot sign in: the annotation ${USER_ID_ANNOTATION} of ${stringifyEntityRef(entity)} differs from the id of the account`,
    );
  }
  return context.signInWithCatalogUser({
    entityRef: stringifyEntityRef(entity),
  });
}

async function findUser(
  subject: string,
  context: Pick<AuthResolverContext, 'findCatalogUser'>,
) {
  try {
    return await context.findCatalogUser({
      annotations: { [USER_ID_ANNOTATION]: subject },
    });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(
      `Cannot sign in: no user of the catalog has the annotation ${USER_ID_ANNOTATION} with the id of the account, '${subject}'. Ask the portal's maintainer to add it.`,
    );
  }
}
