import type { UserEntity } from '@backstage/catalog-model';

/** Returns the user who runs a template as the author of a commit; undefined if the catalog has no display name or email. */
export function commitAuthor(
  user: { entity?: UserEntity } | undefined,
): { name: string; email: string } | undefined {
  const { displayName, email } = user?.entity?.spec.profile ?? {};
  return displayName && email ? { name: displayName, email } : undefined;
}
