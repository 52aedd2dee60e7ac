import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { integrationToken } from './integrationTokens';

/** Credentials that git uses for a server. */
export type GitAccess =
  | { protocol: 'https'; username: string; token: string }
  | { protocol: 'ssh'; keyFile: string; knownHostsFile: string };

/** A remote repository that git can push to. */
export interface GitRemote {
  /** URL that git clones from, without a credential */
  url: string;
  host: string;
  access: GitAccess;
  /** Returns the URL of a branch's files, with / at the end; undefined for unknown providers */
  filesUrl?(branch: string): string;
}

interface GitServer {
  host: string;
  https?: GitAccess;
  ssh?: GitAccess;
}

/** GIT_SSH_COMMAND is run by a shell, and ssh splits its options at spaces. */
const PLAIN_PATH = /^\/[A-Za-z0-9._/@+-]+$/;

/**
 * Git servers that templates may push to: those in `delivery.git.servers`, and the
 * portal's integrations that have a token.
 */
export class GitServers {
  readonly #servers: GitServer[];
  readonly #integrations: ScmIntegrationRegistry;

  /** @throws Error that names the invalid configuration key */
  static fromConfig(
    config: Config,
    integrations: ScmIntegrationRegistry,
  ): GitServers {
    const servers = (
      config.getOptionalConfigArray('delivery.git.servers') ?? []
    ).map(readServer);
    const twice = servers.find(
      ({ host }, at) => servers.findIndex(s => s.host === host) !== at,
    );
    if (twice) {
      throw new Error(
        `delivery.git.servers has two entries for ${twice.host}. Remove one.`,
      );
    }
    return new GitServers(servers, integrations);
  }

  private constructor(
    servers: GitServer[],
    integrations: ScmIntegrationRegistry,
  ) {
    this.#servers = servers;
    this.#integrations = integrations;
  }

  /**
   * Returns the remote for a repository URL, with its credentials.
   *
   * @param text - `https://HOST/PATH`, or `ssh://USER@HOST[:PORT]/PATH`
   * @throws InputError for any other URL, and for a host that is not configured
   */
  remote(text: string): GitRemote {
    const url = new URL(text);
    // The URL may contain a credential, so the message does not repeat it.
    if (url.password || (url.protocol === 'https:' && url.username)) {
      throw new InputError(
        `The URL of a repository on ${url.host} contains a credential. Remove it, and configure the credential in delivery.git.servers.`,
      );
    }
    if (url.search || url.hash || !/[^/]/.test(url.pathname)) {
      throw new InputError(`${text} is not the URL of a repository`);
    }
    if (url.protocol === 'https:') return this.#byHttps(url);
    if (url.protocol === 'ssh:') return this.#bySsh(url);
    throw new InputError(
      `Cannot push to ${text}. Use a URL that starts with https:// or ssh://.`,
    );
  }

  #byHttps(url: URL): GitRemote {
    const { host } = url;
    const access = this.#servers.find(s => s.host === host)?.https;
    if (access) return { url: url.href, host, access };
    const found = integrationToken(this.#integrations, url.href);
    if (!found) {
      throw new InputError(
        `Cannot push to ${host}: the portal has no token for it. Add the host with a token to delivery.git.servers, or add a token to its integration.`,
      );
    }
    const { username, token, filesPath } = found;
    const tokenAccess: GitAccess = { protocol: 'https', username, token };
    if (!filesPath) return { url: url.href, host, access: tokenAccess };
    const page = trimEndOf(url.href, '/').replace(/\.git$/, '');
    return {
      // Without `.git`, the server could redirect, and git does not follow redirects here.
      url: `${page}.git`,
      host,
      access: tokenAccess,
      filesUrl: branch => `${page}/${filesPath}/${branch}/`,
    };
  }

  #bySsh(url: URL): GitRemote {
    const host = url.port === '22' ? url.hostname : url.host;
    const access = this.#servers.find(s => s.host === host)?.ssh;
    if (!access) {
      throw new InputError(
        `Cannot push to ${host}: the portal has no SSH key for it. Add the host to delivery.git.servers with ssh.keyFile and ssh.knownHostsFile.`,
      );
    }
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(url.username)) {
      throw new InputError(
        `${url.href} has no user name. Write it as ssh://git@${host}/PATH.`,
      );
    }
    return { url: url.href, host, access };
  }
}

function readServer(config: Config): GitServer {
  const host = config.getString('host').toLocaleLowerCase('en-US');
  const token = config.getOptionalString('token');
  const username = config.getOptionalString('username') ?? 'token';
  const ssh = config.getOptionalConfig('ssh');
  if (!token && !ssh) {
    throw new Error(
      `delivery.git.servers has ${host} without credentials. Add a token or ssh.`,
    );
  }
  return {
    host,
    ...(token && { https: { protocol: 'https', username, token } }),
    ...(ssh && {
      ssh: {
        protocol: 'ssh',
        keyFile: readPath(host, ssh, 'keyFile'),
        knownHostsFile: readPath(host, ssh, 'knownHostsFile'),
      },
    }),
  };
}

function readPath(host: string, ssh: Config, key: string): string {
  const file = ssh.getString(key);
  if (!PLAIN_PATH.test(file)) {
    throw new Error(
      `delivery.git.servers has an invalid ssh.${key} '${file}' for ${host}. It must be an absolute path of letters, digits and ._/@+-`,
    );
  }
  return file;
}
