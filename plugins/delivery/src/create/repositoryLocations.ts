import type { ApiHolder } from '@backstage/core-plugin-api';
import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { scmIntegrationsApiRef } from '@backstage/integration-react';

/** Location of a repository. */
export interface RepositoryLocation {
  host: string;
  owner: string;
  name: string;
}

/** Locations with an owner and name, one for each configured Gitea host. */
export function giteaLocations(
  apis: ApiHolder,
  repository: Omit<RepositoryLocation, 'host'>,
): RepositoryLocation[] {
  const gitea = apis.get(scmIntegrationsApiRef)?.gitea.list() ?? [];
  return gitea.map(({ config }) => ({ host: config.host, ...repository }));
}

/**
 * Parses the value of RepoUrlPicker: `HOST?owner=…&repo=…`; undefined while it
 * is incomplete.
 */
export function parseRepositoryUrl(
  picked: string,
): RepositoryLocation | undefined {
  if (!URL.canParse(`https://${picked}`)) return undefined;
  const { host, searchParams } = new URL(`https://${picked}`);
  const owner = searchParams.get('owner');
  const name = searchParams.get('repo');
  return owner && name ? { host, owner, name } : undefined;
}

/**
 * Finds the first location with an existing repository. Checks only configured
 * Gitea hosts. A location that cannot be checked counts as free: the step that
 * creates the repository fails if it is not.
 */
export async function findExistingRepository(
  apis: ApiHolder,
  locations: RepositoryLocation[],
): Promise<RepositoryLocation | undefined> {
  const gitea = apis.get(scmIntegrationsApiRef)?.gitea;
  const existing = await Promise.all(
    locations
      .filter(({ host }) => gitea?.byHost(host))
      .map(async location => {
        const exists = await repositoryExists(apis, location).catch(
          () => false,
        );
        return exists ? location : undefined;
      }),
  );
  return existing.find(location => location !== undefined);
}

async function repositoryExists(
  apis: ApiHolder,
  { host, owner, name }: RepositoryLocation,
): Promise<boolean> {
  const base = await apis.get(discoveryApiRef)?.getBaseUrl('scaffolder');
  const url = `https://${host}/${[owner, name].map(encodeURIComponent).join('/')}`;
  const response = await apis
    .get(fetchApiRef)
    ?.fetch(`${base}/delivery/repository?${new URLSearchParams({ url })}`);
  if (!response?.ok) {
    throw response
      ? await ResponseError.fromResponse(response)
      : new Error('The app has no fetch API to check the repository with');
  }
  return (await response.json()).isTaken === true;
}
