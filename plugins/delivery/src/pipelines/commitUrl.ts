/** Paths of a commit's page after the address of its repository, by type of integration. */
const COMMIT_PATHS = new Map([
  ['github', '/commit/'],
  ['gitea', '/commit/'],
  ['gitlab', '/-/commit/'],
  ['azure', '/commit/'],
  ['bitbucketCloud', '/commits/'],
  ['bitbucketServer', '/commits/'],
]);

/** Segments after a repository's path on the pages of source control. */
const PAGES = new Set(['-', 'tree', 'blob', 'src', 'raw', 'browse']);

/**
 * URL of the page of a commit; undefined for an unknown type of source control.
 *
 * @param source - http(s) URL of the repository, or of a folder in it
 * @param type - type of the integration of its host, such as `github`
 */
export function commitUrl(
  source: string,
  type: string,
  hash: string,
): string | undefined {
  const path = COMMIT_PATHS.get(type);
  if (!path || !URL.canParse(source)) return undefined;
  const { origin, pathname } = new URL(source);
  const segments = pathname.split('/').filter(Boolean);
  const page = segments.findIndex(
    (segment, index) => index >= 2 && PAGES.has(segment),
  );
  const repository = segments
    .slice(0, page < 0 ? undefined : page)
    .join('/')
    .replace(/\.git$/, '');
  return `${origin}/${repository}${path}${encodeURIComponent(hash)}`;
}
