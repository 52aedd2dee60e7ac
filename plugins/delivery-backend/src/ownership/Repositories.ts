import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { trimOf } from '@fairway/backstage-plugin-delivery-common';
import { repositoryOf } from './repositoryAddress';

/** A repository, in a form in which addresses of it can be compared. */
interface RepositoryIdentity {
  hostname: string;
  /** Port of an http(s) address; undefined for other protocols, whose ports differ */
  port?: string;
  /** Path in lower case, without `.git` */
  path: string;
}

/** `user@host:path`, as Git accepts it. */
const SCP_ADDRESS = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(\S+)$/;

/**
 * Compares addresses of Git repositories: by host and path, whatever the protocol,
 * the user, the spelling of the path and the name by which the host is reached.
 */
export class Repositories {
  readonly #bitbucketServers: ReadonlySet<string>;
  readonly #aliases: ReadonlyMap<string, string>;

  /** @throws InputError that names an invalid field of `delivery.ownership.repositoryHosts` */
  static fromConfig(config: Config): Repositories {
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
    const servers = ScmIntegrations.fromConfig(config).bitbucketServer.list();
    return new Repositories(
      aliases,
      new Set(servers.map(({ config: { host } }) => host.toLowerCase())),
    );
  }

  private constructor(
    aliases: ReadonlyMap<string, string>,
    bitbucketServers: ReadonlySet<string>,
  ) {
    this.#aliases = aliases;
    this.#bitbucketServers = bitbucketServers;
  }

  /** Whether two addresses, each of a repository or of a file in one, are of the same repository. */
  isSame(address: string, other: string): boolean {
    const a = this.#identify(address);
    const b = this.#identify(other);
    return (
      a !== undefined &&
      b !== undefined &&
      a.hostname === b.hostname &&
      a.path === b.path &&
      (a.port === undefined || b.port === undefined || a.port === b.port)
    );
  }

  #identify(address: string): RepositoryIdentity | undefined {
    const scp = SCP_ADDRESS.exec(address);
    const isUrl = /^[a-z+]+:\/\//i.test(address) && URL.canParse(address);
    if (!isUrl) return scp ? this.#of(scp[1], undefined, scp[2]) : undefined;
    const { protocol, host, hostname, pathname } = new URL(address);
    if (!/^https?:$/.test(protocol)) {
      return this.#of(hostname, undefined, pathname);
    }
    const repository = repositoryOf(`url:${address}`);
    return repository === undefined
      ? undefined
      : this.#of(host, protocol, new URL(repository).pathname);
  }

  #of(
    givenHost: string,
    protocol: string | undefined,
    pathname: string,
  ): RepositoryIdentity | undefined {
    const given = givenHost.toLowerCase();
    const host = this.#aliases.get(given) ?? given;
    if (!URL.canParse(`https://${host}`)) return undefined;
    const url = new URL(`${protocol ?? 'https:'}//${host}`);
    const path = this.#pathOf(host, pathname);
    if (!path.includes('/')) return undefined;
    return {
      hostname: url.hostname,
      path,
      ...(protocol && { port: url.port }),
    };
  }

  #pathOf(host: string, pathname: string): string {
    const path = trimOf(pathname.toLowerCase(), '/').replace(/\.git$/, '');
    if (!this.#bitbucketServers.has(host)) return path;
    // A repository has one path for Git and another one for its pages.
    const page = /^projects\/([^/]+)\/repos\/([^/]+)/.exec(path);
    return page ? `${page[1]}/${page[2]}` : path.replace(/^scm\//, '');
  }
}
