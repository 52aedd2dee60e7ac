import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { getGiteaRequestOptions } from '@backstage/integration';
import type {
  GiteaIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';

/** A repository in Gitea. */
export interface GiteaRepository {
  integration: GiteaIntegrationConfig;
  owner: string;
  name: string;
  defaultBranch: string;
  /** Whether the portal's account may write to it; else it works in a fork of its own */
  mayPush: boolean;
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

/** A file as it is to be. */
export interface ProposedFile {
  /** In the repository */
  path: string;
  content: Buffer;
}

/** Where a branch is that is to be proposed. */
export interface ProposedBranch {
  owner: string;
  branch: string;
}

/**
 * As much of Gitea's API as a new repository and a pull request need, by the
 * portal's integrations.
 *
 * @see https://docs.gitea.com/api/
 */
export class GiteaClient {
  readonly #integrations: Pick<ScmIntegrationRegistry, 'gitea'>;

  static create(
    integrations: Pick<ScmIntegrationRegistry, 'gitea'>,
  ): GiteaClient {
    return new GiteaClient(integrations);
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
    const base = baseOf(integration);
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
    const found = await this.#ask(integration, ['repos', owner, name]);
    if (!found) {
      throw new NotFoundError(
        `The portal's account in ${integration.host} sees no repository ${owner}/${name}`,
      );
    }
    const defaultBranch = String(found.default_branch);
    return {
      integration,
      owner,
      name,
      defaultBranch,
      mayPush:
        (found.permissions as { push?: boolean } | undefined)?.push ?? false,
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
    return Boolean(await this.#ask(integration, ['repos', owner, name]));
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
    await this.#ask(integration, ['orgs', owner, 'repos'], {
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
    if (await this.#ask(integration, [...place, branch])) return;
    await this.#ask(integration, place, {
      method: 'POST',
      body: { rule_name: branch, enable_push: true, enable_force_push: false },
    });
  }

  /**
   * Writes files on a branch of its own in one commit. The branch is made where
   * there is none, in a fork where the portal may not write to the repository itself.
   *
   * @throws InputError where the default branch has all of it already, ConflictError
   * where it has a file that is to be new
   */
  async putOnBranch(
    repository: GiteaRepository,
    change: {
      files: ProposedFile[];
      branch: string;
      message: string;
      author?: { name: string; email: string };
      /** Whether to refuse to change a file that the default branch has */
      isNew?: boolean;
    },
  ): Promise<ProposedBranch> {
    const { integration, name, defaultBranch } = repository;
    const { branch, message, author, isNew } = change;
    const owner = repository.mayPush
      ? repository.owner
      : await this.#fork(repository);
    const place = ['repos', owner, name];
    const hasBranch = await this.#ask(integration, [
      ...[...place, 'branches'],
      ...branch.split('/'),
    ]);
    const from = hasBranch ? branch : defaultBranch;
    const files: object[] = [];
    for (const file of change.files) {
      const at = [...place, 'contents', ...file.path.split('/')];
      const before = await this.#ask(integration, at, { query: { ref: from } });
      if (before && !hasBranch && isNew) {
        throw new ConflictError(
          `${repository.owner}/${name} has a ${file.path} already: change it there`,
        );
      }
      const content = file.content.toString('base64');
      if (before && String(before.content).replace(/\s/g, '') === content) {
        continue;
      }
      files.push({
        operation: before ? 'update' : 'create',
        ...{ path: file.path, content },
        ...(before && { sha: before.sha }),
      });
    }
    if (!files.length && !hasBranch) {
      const names = change.files.map(file => file.path).join(', ');
      throw new InputError(
        `${names} is in ${from} already, just so: there is nothing to propose`,
      );
    }
    if (files.length) {
      await this.#ask(integration, [...place, 'contents'], {
        method: 'POST',
        body: {
          ...{ files, message, branch: from },
          ...(!hasBranch && { new_branch: branch }),
          ...(author && { author }),
        },
      });
    }
    return { owner, branch };
  }

  /** @returns the page of the open pull request of a branch, which is made where there is none */
  async pullRequest(
    { integration, owner, name, defaultBranch }: GiteaRepository,
    proposed: ProposedBranch,
    texts: { title: string; description?: string },
  ): Promise<string> {
    const pulls = ['repos', owner, name, 'pulls'];
    const head =
      proposed.owner === owner
        ? proposed.branch
        : `${proposed.owner}:${proposed.branch}`;
    const open = await this.#ask(integration, [
      ...[...pulls, defaultBranch, head],
    ]);
    if (open?.state === 'open') return String(open.html_url);
    const made = await this.#ask(integration, pulls, {
      method: 'POST',
      body: {
        base: defaultBranch,
        head,
        title: texts.title,
        body: texts.description ?? '',
      },
    });
    return String(made?.html_url);
  }

  /** @returns the owner of the portal's own fork, whose default branch is as the repository's */
  async #fork({
    integration,
    owner,
    name,
    defaultBranch,
  }: GiteaRepository): Promise<string> {
    const me = String((await this.#ask(integration, ['user']))?.login);
    const place = ['repos', me, name];
    const known = await this.#ask(integration, place);
    if (!known) {
      const forks = ['repos', owner, name, 'forks'];
      await this.#ask(integration, forks, { method: 'POST', body: {} });
      return me;
    }
    const parent = (known.parent as { full_name?: string } | null)?.full_name;
    if (parent !== `${owner}/${name}`) {
      throw new ConflictError(
        `The portal's account in ${integration.host} may not write to ${owner}/${name}, and its own ${me}/${name} is no fork of it; rename or delete that one`,
      );
    }
    await this.#ask(integration, [...place, 'merge-upstream'], {
      method: 'POST',
      body: { branch: defaultBranch },
    });
    return me;
  }

  /** Undefined where there is no such thing to read. */
  async #ask(
    integration: GiteaIntegrationConfig,
    path: string[],
    {
      method = 'GET',
      query = {},
      body,
    }: {
      method?: string;
      query?: Record<string, string>;
      body?: object;
    } = {},
  ): Promise<Record<string, unknown> | undefined> {
    const place = path.map(encodeURIComponent).join('/');
    const url = `${baseOf(integration)}/api/v1/${place}?${new URLSearchParams(query)}`;
    const response = await fetch(url, {
      method,
      // A redirect would take the portal's credential elsewhere.
      redirect: 'error',
      headers: {
        ...getGiteaRequestOptions(integration).headers,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    }).catch(error => {
      throw new ServiceUnavailableError(
        `${integration.host} does not answer: ${error.cause?.message || error.message}`,
      );
    });
    if (response.status === 404 && method === 'GET') return undefined;
    if (!response.ok) {
      const said = await response.json().catch(() => ({}));
      throw new Error(
        `${integration.host} answered ${response.status} to ${method} ${place}: ${said.message ?? response.statusText}. Look what the portal's account there may do`,
      );
    }
    return response.json();
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

function baseOf({ baseUrl, host }: GiteaIntegrationConfig): string {
  return (baseUrl ?? `https://${host}`).replace(/\/+$/, '');
}
