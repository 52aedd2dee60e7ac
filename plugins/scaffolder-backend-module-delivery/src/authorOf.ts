import type { UserEntity } from '@backstage/catalog-model';

/** The person who runs a template as the author of a commit, where the catalog knows name and address. */
export function authorOf(
  user: { entity?: UserEntity } | undefined,
): { name: string; email: string } | undefined {
  const { displayName, email } = user?.entity?.spec.profile ?? {};
  return displayName && email ? { name: displayName, email } : undefined;
}
