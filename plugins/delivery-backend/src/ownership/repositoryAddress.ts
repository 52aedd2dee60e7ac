import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';

/** Path after a repository's address on the pages of Gitea, GitHub, GitLab and Bitbucket. */
const PAGES = '(?:\\/-)?\\/(?:src|tree|blob|raw|browse)(?:\\/|$)';
/** Path of a repository, with an owner and a name at least, and of a page in it. */
const REPOSITORY = new RegExp(`^((?:\\/[^/]+){2,}?)${PAGES}`);

/** Address of the repository of a location `url:…`; undefined for another location. */
export function repositoryOf(location: string): string | undefined {
  const address = addressIn(location);
  if (address === undefined) return undefined;
  const { origin, pathname } = new URL(address);
  const path = REPOSITORY.exec(pathname)?.[1] ?? pathname;
  return `${origin}${trimEndOf(path, '/').replace(/\.git$/, '')}`;
}

/** Address of a location `url:…`; undefined for another location. */
export function addressIn(location: string | undefined): string | undefined {
  const address = /^url:(.+)$/.exec(location ?? '')?.[1];
  return address !== undefined && URL.canParse(address) ? address : undefined;
}
