import { trimOf } from '@fairway/backstage-plugin-delivery-common';
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
import { redactUrl } from './redactUrl';

/** A repository in Gitea. */
export interface GiteaRepository {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  defaultBranch: string;
  /** Whether the portal's account has write access; without it, changes go to the account's own fork */
  canPush: boolean;
  /** Whether the portal's account is an administrator of the repository, which webhooks require */
  canAdminister: boolean;
  /** Returns the URL of a file in the default branch */
  fileUrl(path: string): string;
}

/** Reference to a repository in Gitea that may not exist yet. */
export interface GiteaRepositoryRef {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  /** URL of the repository's page; with `.git` appended, git clones from it */
  page: string;
}

const teamsSchema = z.array(
  z.object({
    name: z.string(),
    permission: z.string(),
    /** Permissions by unit, used if `permission` is `none` */
    units_map: z.record(z.string(), z.string()).optional(),
  }),
);

/** Repositories on the Gitea servers of the portal's integrations. */
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

  /** Whether a URL is on a Gitea server of the portal's integrations. */
  has(url: string): boolean {
    return (
      new URL(url).protocol.startsWith('http') &&
      this.#integrations.gitea.byUrl(url) !== undefined
    );
  }

  /**
   * Parses the URL of a repository's page.
   *
   * @throws InputError if it is not on a Gitea server of the portal's integrations
   */
  repositoryRef(url: string): GiteaRepositoryRef {
    const integration = this.#integrations.gitea.byUrl(url)?.config;
    if (!integration) {
      throw new InputError(
        `${redactUrl(url)} is not on a Gitea server of the portal's integrations. For GitHub and GitLab, use publish:github:pull-request or publish:gitlab:merge-request in the template.`,
      );
    }
    const base = giteaUrl(integration);
    const path = new URL(url).pathname.slice(
      new URL(base).pathname.replace(/\/$/, '').length,
    );
    const [owner, name, ...more] = trimOf(path, '/')
      .replace(/\.git$/, '')
      .split('/')
      .map(decoded);
    if (!owner || !name || more.length) {
      throw new InputError(
        `${redactUrl(url)} is not the URL of a repository. Use ${base}/OWNER/NAME.`,
      );
    }
    const page = [base, ...[owner, name].map(encodeURIComponent)].join('/');
    return { integration, owner, name, page };
  }

  /**
   * Reads a repository.
   *
   * @param url - URL of the repository's page
   * @throws InputError if it is not on a Gitea server of the portal's integrations
   * @throws NotFoundError if the portal's account cannot see it
   */
  async repository(
    url: string,
    signal?: AbortSignal,
  ): Promise<GiteaRepository> {
    const { integration, owner, name, page } = this.repositoryRef(url);
    const apiPath = ['repos', owner, name];
    const found = await giteaRequest(integration, apiPath, { signal });
    if (!found) {
      throw new NotFoundError(
        `The repository ${owner}/${name} does not exist in ${integration.host}, or the portal's account has no access to it`,
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
      canPush: push,
      canAdminister: admin,
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
   * Whether a repository exists that the portal's account can see.
   *
   * @param url - URL of the repository's page
   * @throws InputError if it is not on a Gitea server of the portal's integrations
   */
  async isTaken(url: string, signal?: AbortSignal): Promise<boolean> {
    const { integration, owner, name } = this.repositoryRef(url);
    const apiPath = ['repos', owner, name];
    return Boolean(await giteaRequest(integration, apiPath, { signal }));
  }

  /**
   * Creates an empty repository in an organization.
   *
   * @throws ConflictError if the repository exists
   * @throws InputError if the owner is not an organization
   */
  async createRepository(
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
        `The repository ${owner}/${name} already exists in ${integration.host}. Choose another name, or delete the repository if nobody needs it.`,
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
            `Cannot create ${owner}/${name}: ${integration.host} has no organization ${owner} that the portal's account can see. Choose an organization as the owner.`,
          )
        : error;
    });
  }

  /**
   * Gives a team of the organization access to the repository, with the team's own
   * permissions.
   *
   * @returns names of the teams with write access to the code
   * @throws InputError if the team does not exist
   * @throws NotAllowedError if only owners of the organization may add teams
   * @see routers/api/v1/repo/teams.go in Gitea's source
   */
  async grantTeamAccess(
    { integration, owner, name }: GiteaRepositoryRef,
    team: string,
    signal?: AbortSignal,
  ): Promise<string[]> {
    const apiPath = ['repos', owner, name, 'teams'];
    const teams = async () =>
      teamsSchema.parse(await giteaRequest(integration, apiPath, { signal }));
    const before = await teams();
    if (before.some(each => isSameName(each.name, team))) {
      return before.filter(mayWrite).map(each => each.name);
    }
    await giteaRequest(integration, [...apiPath, team], {
      method: 'PUT',
      signal,
    }).catch(error => {
      if (isRefused(error, 404)) {
        throw new InputError(
          `Cannot give the team '${team}' access to ${owner}/${name}: the organization ${owner} has no such team. Ask an owner of ${owner} to create it in ${integration.host}.`,
        );
      }
      if (isRefused(error, 403)) {
        throw new NotAllowedError(
          `The portal's account may not give the team '${team}' access to ${owner}/${name}. Ask an owner of ${owner} to enable "Repository admin can add and remove access for teams" in the organization's settings in ${integration.host}, or to add the team to the repository.`,
        );
      }
      // 422: a concurrent attempt has added the team.
      if (!isRefused(error, 422)) throw error;
    });
    return (await teams()).filter(mayWrite).map(each => each.name);
  }

  /** Protects a branch from deletion and force pushes; normal pushes stay allowed. */
  async protectBranch(
    { integration, owner, name }: GiteaRepositoryRef,
    branch: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const apiPath = ['repos', owner, name, 'branch_protections'];
    if (await giteaRequest(integration, [...apiPath, branch], { signal }))
      return;
    await giteaRequest(integration, apiPath, {
      method: 'POST',
      signal,
      body: { rule_name: branch, enable_push: true, enable_force_push: false },
    });
  }
}

function isRefused(error: unknown, status: number): boolean {
  return error instanceof GiteaError && error.status === status;
}

/** Whether two names are equal in Gitea, which ignores case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function mayWrite(team: z.infer<typeof teamsSchema>[number]): boolean {
  const onCode = team.units_map?.['repo.code'] ?? '';
  return [team.permission, onCode].some(each =>
    ['write', 'admin', 'owner'].includes(each),
  );
}

/** Decodes a URL segment; undefined if it is not a valid name in Gitea. */
function decoded(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    return /^\.*$/.test(name) ? undefined : name;
  } catch {
    return undefined;
  }
}
