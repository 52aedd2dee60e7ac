import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  GiteaIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import { askGitea, giteaUrl } from './askGitea';

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
export interface GiteaPlace {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  /** Of the repository's page, and what git clones from with `.git` after it */
  page: string;
}

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
  place(url: string): GiteaPlace {
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
  async repository(url: string): Promise<GiteaRepository> {
    const { integration, owner, name, page } = this.place(url);
    const found = await askGitea(integration, ['repos', owner, name]);
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
  async isTaken(url: string): Promise<boolean> {
    const { integration, owner, name } = this.place(url);
    return Boolean(await askGitea(integration, ['repos', owner, name]));
  }

  /**
   * Makes an empty repository of an organization.
   *
   * @throws ConflictError where there is one
   */
  async make(
    { integration, owner, name, page }: GiteaPlace,
    options: {
      description: string;
      defaultBranch: string;
      isPrivate: boolean;
    },
  ): Promise<void> {
    if (await this.isTaken(page)) {
      throw new ConflictError(
        `${integration.host} has a repository ${owner}/${name} already: choose another name, or delete it if nobody needs it`,
      );
    }
    await askGitea(integration, ['orgs', owner, 'repos'], {
      method: 'POST',
      body: {
        name,
        description: options.description,
        default_branch: options.defaultBranch,
        private: options.isPrivate,
      },
    });
  }

  /** Keeps a branch from being deleted and rewritten; whoever may push still may. */
  async protect(
    { integration, owner, name }: GiteaPlace,
    branch: string,
  ): Promise<void> {
    const place = ['repos', owner, name, 'branch_protections'];
    if (await askGitea(integration, [...place, branch])) return;
    await askGitea(integration, place, {
      method: 'POST',
      body: { rule_name: branch, enable_push: true, enable_force_push: false },
    });
  }
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
