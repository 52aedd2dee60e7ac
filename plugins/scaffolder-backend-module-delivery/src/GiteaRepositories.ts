import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type {
  GiteaIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import { z } from 'zod';
import { GiteaError, giteaRequest, giteaUrl } from './giteaRequest';

/** A repository in Gitea. */
export interface GiteaRepository {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  defaultBranch: string;
  /** Whether the portal's account may write to it; else it works in a fork of its own */
  mayPush: boolean;
  /** Whether the portal's account looks after it, which webhooks need */
  mayAdminister: boolean;
  /** The page of a file in the default branch */
  fileUrl(path: string): string;
}

/** A place for a repository in Gitea, which may be free. */
export interface GiteaRepositoryRef {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  /** Of the repository's page, and what git clones from with `.git` after it */
  page: string;
}

const teamsSchema = z.array(
  z.object({
    name: z.string(),
    permission: z.string(),
    /** Where `permission` says nothing */
    units_map: z.record(z.string(), z.string()).optional(),
  }),
);

/**
 * The repositories of the portal's integrations that are Giteas.
 */
export class GiteaRepositories {
  readonly #integrations: Pick<ScmIntegrationRegistry, 'gitea'>;

  static create(
    integrations: Pick<ScmIntegrationRegistry, 'gitea'>,
  ): GiteaRepositories {
    return new GiteaRepositories(integrations);
  }

  private constructor(integrations: Pick<ScmIntegrationRegistry, 'gitea'>) {
    this.#integrations = integrations;
  }

  /** Whether a page is in a Gitea of the portal's. */
  has(url: string): boolean {
    return (
      new URL(url).protocol.startsWith('http') &&
      this.#integrations.gitea.byUrl(url) !== undefined
    );
  }

  /**
   * @param url - of its page
   * @throws InputError for one that is not in a Gitea of the portal's
   */
  place(url: string): GiteaRepositoryRef {
    const integration = this.#integrations.gitea.byUrl(url)?.config;
    if (!integration) {
      throw new InputError(
        `No Gitea in the portal's integrations has ${url}; for GitHub and GitLab, let the template use publish:github:pull-request or publish:gitlab:merge-request`,
      );
    }
    const base = giteaUrl(integration);
    const [owner, name, ...more] = new URL(url).pathname
      .slice(new URL(base).pathname.replace(/\/$/, '').length)
      .replace(/^\/+|\/+$|\.git\/?$/g, '')
      .split('/')
      .map(decoded);
    if (!owner || !name || more.length) {
      throw new InputError(
        `${url} is no repository's page; give one such as ${base}/OWNER/NAME`,
      );
    }
    const page = [base, ...[owner, name].map(encodeURIComponent)].join('/');
    return { integration, owner, name, page };
  }

  /**
   * @param url - of its page
   * @throws InputError for one that is not in a Gitea of the portal's, NotFoundError
   */
  async repository(
    url: string,
    signal?: AbortSignal,
  ): Promise<GiteaRepository> {
    const { integration, owner, name, page } = this.place(url);
    const place = ['repos', owner, name];
    const found = await giteaRequest(integration, place, { signal });
    if (!found) {
      throw new NotFoundError(
        `The portal's account in ${integration.host} sees no repository ${owner}/${name}`,
      );
    }
    const defaultBranch = String(found.default_branch);
    const { push = false, admin = false } = (found.permissions ??
      {}) as Partial<Record<string, boolean>>;
    return {
      integration,
      owner,
      name,
      defaultBranch,
      mayPush: push,
      mayAdminister: admin,
      fileUrl: path =>
        [
          ...[page, 'src', 'branch'],
          ...[...defaultBranch.split('/'), ...path.split('/')].map(
            encodeURIComponent,
          ),
        ].join('/'),
    };
  }

  /**
   * Whether there is a repository, as far as the portal's account sees.
   *
   * @param url - of its page
   * @throws InputError for one that is not in a Gitea of the portal's
   */
  async isTaken(url: string, signal?: AbortSignal): Promise<boolean> {
    const { integration, owner, name } = this.place(url);
    const place = ['repos', owner, name];
    return Boolean(await giteaRequest(integration, place, { signal }));
  }

  /**
   * Makes an empty repository of an organization.
   *
   * @throws ConflictError where there is one, InputError for an owner that is no
   *   organization
   */
  async make(
    { integration, owner, name, page }: GiteaRepositoryRef,
    options: {
      description: string;
      defaultBranch: string;
      isPrivate: boolean;
    },
    signal?: AbortSignal,
  ): Promise<void> {
    if (await this.isTaken(page, signal)) {
      throw new ConflictError(
        `${integration.host} has a repository ${owner}/${name} already: choose another name, or delete it if nobody needs it`,
      );
    }
    await giteaRequest(integration, ['orgs', owner, 'repos'], {
      method: 'POST',
      body: {
        name,
        description: options.description,
        default_branch: options.defaultBranch,
        private: options.isPrivate,
      },
      signal,
    }).catch(error => {
      throw isRefused(error, 404)
        ? new InputError(
            `The owner of ${owner}/${name} has to be an organization, and ${integration.host} has none of the name ${owner} that the portal's account sees: choose another owner`,
          )
        : error;
    });
  }

  /**
   * Gives a team of the repository's organization its access to it, as wide as
   * the team's own rights.
   *
   * @returns the teams that may write to its code, by name
   * @throws InputError for a team that is not there, NotAllowedError where the
   *   organization lets its owners alone do that
   * @see routers/api/v1/repo/teams.go in Gitea's source
   */
  async letTeam(
    { integration, owner, name }: GiteaRepositoryRef,
    team: string,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const place = ['repos', owner, name, 'teams'];
    const teams = async () =>
      teamsSchema.parse(await giteaRequest(integration, place, { signal }));
    const before = await teams();
    if (before.some(each => isSameName(each.name, team))) {
      return before.filter(mayWrite).map(each => each.name);
    }
    await giteaRequest(integration, [...place, team], {
      ...{ method: 'PUT', signal },
    }).catch(error => {
      if (isRefused(error, 404)) {
        throw new InputError(
          `The organization ${owner} has no team '${team}' that could write to ${owner}/${name}: have one of its owners make the team in ${integration.host}`,
        );
      }
      if (isRefused(error, 403)) {
        throw new NotAllowedError(
          `The portal's account may not let the team '${team}' write to ${owner}/${name}: have an owner of ${owner} allow "Repository admin can add and remove access for teams" in its settings in ${integration.host}, or add the team to the repository`,
        );
      }
      // Another attempt has just done it.
      if (!isRefused(error, 422)) throw error;
    });
    return (await teams()).filter(mayWrite).map(each => each.name);
  }

  /** Keeps a branch from being deleted and rewritten; whoever may push still may. */
  async protect(
    { integration, owner, name }: GiteaRepositoryRef,
    branch: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const place = ['repos', owner, name, 'branch_protections'];
    if (await giteaRequest(integration, [...place, branch], { signal })) return;
    await giteaRequest(integration, place, {
      ...{ method: 'POST', signal },
      body: { rule_name: branch, enable_push: true, enable_force_push: false },
    });
  }
}

function isRefused(error: unknown, status: number): boolean {
  return error instanceof GiteaError && error.status === status;
}

/** Gitea's names are the same in small and capital letters. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function mayWrite(team: z.infer<typeof teamsSchema>[number]): boolean {
  const onCode = team.units_map?.['repo.code'] ?? '';
  return [team.permission, onCode].some(each =>
    ['write', 'admin', 'owner'].includes(each),
  );
}

/** Undefined for what is no name of anything in Gitea. */
function decoded(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    return /^\.*$/.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}
