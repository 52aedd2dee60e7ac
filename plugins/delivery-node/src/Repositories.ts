import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  isKnownService,
  repositoryAddress,
  repositoryPath,
} from './repositoryPath';
import type { HostKind, RepositoryAddress } from './repositoryPath';

/**
 * Compares addresses of Git repositories: by host and path, whatever the protocol,
 * the user, the spelling of the path and the name by which the host is reached. It
 * knows the addresses of Azure DevOps, Bitbucket, Gerrit, Gitea, GitHub and GitLab.
 *
 * @public
 */
export class Repositories {
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #bitbucketServers: ReadonlySet<string>;
  readonly #gerrits: ReadonlySet<string>;

  /**
   * Reads the other names of hosts in `delivery.ownership.repositoryHosts`, and which
   * hosts are Bitbucket servers or Gerrit in `integrations`.
   *
   * @throws InputError that names an invalid field of `delivery.ownership.repositoryHosts`
   */
  static fromConfig(
    config: Pick<RootConfigService, 'getOptionalConfigArray'>,
  ): Repositories {
    return new Repositories(
      aliasesIn(config),
      hostsIn(config, 'integrations.bitbucketServer'),
      hostsIn(config, 'integrations.gerrit'),
    );
  }

  /** Compares addresses without a configuration of hosts. */
  static withoutConfig(): Repositories {
    return new Repositories(new Map(), new Set(), new Set());
  }

  private constructor(
    aliases: ReadonlyMap<string, string>,
    bitbucketServers: ReadonlySet<string>,
    gerrits: ReadonlySet<string>,
  ) {
    this.#aliases = aliases;
    this.#bitbucketServers = bitbucketServers;
    this.#gerrits = gerrits;
  }

  /** Whether two addresses, each of a repository or of a file in one, are of the same repository. */
  isSame(address: string, other: string): boolean {
    const a = this.#parse(address);
    const b = this.#parse(other);
    if (!a || !b || a.hostname !== b.hostname) return false;
    const isSamePort =
      a.port === undefined || b.port === undefined || a.port === b.port;
    if (!isSamePort) return false;
    const kind = this.#kindOf(a, b);
    const path = repositoryPath(a, kind);
    const otherPath = repositoryPath(b, kind);
    if (path === undefined || otherPath === undefined) {
      return isGerritClone(a, b) || isGerritClone(b, a);
    }
    return path === otherPath;
  }

  /** Name of the repository of an address, without its owner; empty if the address is not valid. */
  nameIn(address: string): string {
    const parsed = this.#parse(address);
    const path = parsed && repositoryPath(parsed, this.#kindOf(parsed, parsed));
    return path?.split('/').at(-1) ?? '';
  }

  #parse(address: string): RepositoryAddress | undefined {
    return repositoryAddress(address, host => this.#aliases.get(host) ?? host);
  }

  /** What two addresses of one host say about it. */
  #kindOf(a: RepositoryAddress, b: RepositoryAddress): HostKind {
    const host = a.hostname;
    const isIn = (hosts: ReadonlySet<string>) =>
      hosts.has(host) ||
      [a, b].some(({ port }) => port && hosts.has(`${host}:${port}`));
    const isGerrit =
      isIn(this.#gerrits) || a.kind === 'gerrit' || b.kind === 'gerrit';
    if (isIn(this.#bitbucketServers)) return { bitbucket: 'certain', isGerrit };
    const isLikely = [a, b].some(({ kind }) => kind === 'bitbucket-page');
    return { isGerrit, ...(isLikely && { bitbucket: 'likely' as const }) };
  }
}

/** Whether an address is Gerrit's for clones with a password, `a/name`, of a repository without an owner, which no other server has. */
function isGerritClone(
  clone: RepositoryAddress,
  { path, isHttp }: RepositoryAddress,
): boolean {
  const name = /^a\/([^/]+?)(?:\.git)?$/.exec(clone.path)?.[1];
  const isHttpClone = clone.isHttp && isHttp && !isKnownService(clone);
  return isHttpClone && name === path.replace(/\.git$/, '');
}

function aliasesIn(
  config: Pick<RootConfigService, 'getOptionalConfigArray'>,
): Map<string, string> {
  const field = 'delivery.ownership.repositoryHosts';
  const aliases = new Map<string, string>();
  for (const entry of config.getOptionalConfigArray(field) ?? []) {
    const host = entry.getString('host');
    for (const each of [host, ...entry.getStringArray('aliases')]) {
      if (!URL.canParse(`https://${each}`) || /[/@]/.test(each)) {
        throw new InputError(
          `${field} has '${each}', which is not a host such as 'git.example.com' or 'git.example.com:8443'`,
        );
      }
    }
    for (const alias of entry.getStringArray('aliases')) {
      aliases.set(alias.toLowerCase(), host.toLowerCase());
    }
  }
  return aliases;
}

function hostsIn(
  config: Pick<RootConfigService, 'getOptionalConfigArray'>,
  field: string,
): Set<string> {
  return new Set(
    (config.getOptionalConfigArray(field) ?? []).flatMap(
      entry => entry.getOptionalString('host')?.toLowerCase() ?? [],
    ),
  );
}
