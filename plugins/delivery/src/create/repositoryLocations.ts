import type { ApiHolder } from '@backstage/core-plugin-api';
import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { scmIntegrationsApiRef } from '@backstage/integration-react';

/** Where a repository is to be. */
export interface RepositoryLocation {
  host: string;
  owner: string;
  name: string;
}

/** A place of that owner and name in each Gitea that the portal has. */
export function giteaLocations(
  apis: ApiHolder,
  repository: Omit<RepositoryLocation, 'host'>,
): RepositoryLocation[] {
  const gitea = apis.get(scmIntegrationsApiRef)?.gitea.list() ?? [];
  return gitea.map(({ config }) => ({ host: config.host, ...repository }));
}

/**
 * Reads what a repository picker makes: `HOST?owner=…&repo=…`. Undefined while
 * something is missing.
 */
export function parsePlace(picked: string): RepositoryLocation | undefined {
  if (!URL.canParse(`https://${picked}`)) return undefined;
  const { host, searchParams } = new URL(`https://${picked}`);
  const owner = searchParams.get('owner');
  const name = searchParams.get('repo');
  return owner && name ? { host, owner, name } : undefined;
}

/**
 * The first of some places that has a repository already. Only a Gitea of the
 * portal's can be asked; one that cannot say is not taken, and the step that
 * makes the repository refuses it then.
 */
export async function takenPlace(
  apis: ApiHolder,
  places: RepositoryLocation[],
): Promise<RepositoryLocation | undefined> {
  const gitea = apis.get(scmIntegrationsApiRef)?.gitea;
  const taken = await Promise.all(
    places
      .filter(({ host }) => gitea?.byHost(host))
      .map(async place => {
        const isTaken = await askWhetherTaken(apis, place).catch(() => false);
        return isTaken ? place : undefined;
      }),
  );
  return taken.find(place => place !== undefined);
}

async function askWhetherTaken(
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
      : new Error('The portal has no way to its backend');
  }
  return (await response.json()).isTaken === true;
}
