import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';

const SOURCE_LOCATION = 'backstage.io/source-location';
const MANAGED_BY = 'backstage.io/managed-by-location';

/** What follows a repository's address on the pages of Gitea, GitHub, GitLab and Bitbucket. */
const PAGES = '(?:\\/-)?\\/(?:src|tree|blob|raw|browse)(?:\\/|$)';
const WITHIN = new RegExp(`^${PAGES}`);
/** Of a page in a repository: the path of that, which is of an owner and a name at least. */
const REPOSITORY = new RegExp(`^((?:\\/[^/]+){2,}?)${PAGES}`);

/**
 * Checks that a repository is a service's own: its source location names it, and
 * so does where its catalog file was read, which no catalog file can say of
 * itself. Otherwise anybody could have a CI server build other people's code,
 * with a credential that reads it.
 *
 * @throws InputError or NotAllowedError that name both addresses
 */
export function checkOwnRepository(
  entity: Entity,
  repositoryUrl: string,
): void {
  const { annotations = {} } = entity.metadata;
  const name = stringifyEntityRef(entity);
  const source = addressIn(annotations[SOURCE_LOCATION]);
  if (source === undefined) {
    throw new InputError(
      `${name} does not say what it is built of: it takes the annotation ${SOURCE_LOCATION} with url: and the address of its repository`,
    );
  }
  if (!isOf(repositoryUrl, source)) {
    throw new NotAllowedError(
      `A pipeline of ${name} builds its own repository: ${SOURCE_LOCATION} names ${source}, and not ${repositoryUrl}`,
    );
  }
  const readFrom = addressIn(annotations[MANAGED_BY]);
  if (readFrom !== undefined && !isOf(repositoryUrl, readFrom)) {
    throw new NotAllowedError(
      `The catalog read ${name} from ${readFrom}, which is not in ${repositoryUrl}: register it by a catalog file in its own repository`,
    );
  }
}

/** The address of the repository that a location `url:…` is in; undefined for one that is no such. */
export function repositoryOf(location: string): string | undefined {
  const address = addressIn(location);
  if (address === undefined) return undefined;
  const { origin, pathname } = new URL(address);
  const path = REPOSITORY.exec(pathname)?.[1] ?? pathname;
  return `${origin}${path.replace(/(\.git)?\/*$/, '')}`;
}

function addressIn(location: string | undefined): string | undefined {
  const address = /^url:(.+)$/.exec(location ?? '')?.[1];
  return address !== undefined && URL.canParse(address) ? address : undefined;
}

/** Whether an address is a repository's, or that of something in it. */
function isOf(repositoryUrl: string, address: string): boolean {
  const repository = new URL(repositoryUrl);
  const there = new URL(address);
  const [path, within] = [repository, there].map(({ pathname }) =>
    pathname.replace(/\/+$/, '').replace(/\.git$/, ''),
  );
  if (repository.origin !== there.origin || !within.startsWith(path)) {
    return false;
  }
  const rest = within.slice(path.length);
  return rest === '' || WITHIN.test(rest);
}
