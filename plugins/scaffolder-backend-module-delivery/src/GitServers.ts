import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { integrationToken } from './integrationTokens';

/** What git shows to a server. */
export type GitAccess =
  | { protocol: 'https'; username: string; token: string }
  | { protocol: 'ssh'; keyFile: string; knownHostsFile: string };

/** A repository that git reaches. */
export interface GitRemote {
  /** What git clones from; without a credential */
  url: string;
  host: string;
  access: GitAccess;
  /** Of the pages of a branch's files, with / at the end, where the provider is known */
  filesUrl?(branch: string): string;
}

interface GitServer {
  host: string;
  https?: GitAccess;
  ssh?: GitAccess;
}

/** GIT_SSH_COMMAND goes through a shell, and ssh's own options split at spaces. */
const PLAIN_PATH = /^\/[A-Za-z0-9._/@+-]+$/;

/**
 * The Git servers that templates may push to: those of `delivery.git.servers`,
 * and the portal's integrations that have a token.
 */
export class GitServers {
  readonly #servers: GitServer[];
  readonly #integrations: ScmIntegrationRegistry;

  /** @throws Error that names the key which is wrong */
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
      throw new Error(`delivery.git.servers has ${twice.host} twice`);
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
   * @param text - `https://HOST/PATH`, or `ssh://USER@HOST[:PORT]/PATH`
   * @throws InputError for any other, and for a host that nobody configured
   */
  remote(text: string): GitRemote {
    const url = new URL(text);
    // A credential could be in it, so that the address is not repeated.
    if (url.password || (url.protocol === 'https:' && url.username)) {
      throw new InputError(
        `The address of a repository on ${url.host} has a credential in it; leave it out, and give it to the portal as delivery.git.servers`,
      );
    }
    if (url.search || url.hash || !/[^/]/.test(url.pathname)) {
      throw new InputError(`${text} is no address of a repository`);
    }
    if (url.protocol === 'https:') return this.#byHttps(url);
    if (url.protocol === 'ssh:') return this.#bySsh(url);
    throw new InputError(
      `Templates push by https:// and ssh://, not to ${text}`,
    );
  }

  #byHttps(url: URL): GitRemote {
    const { host } = url;
    const access = this.#servers.find(s => s.host === host)?.https;
    if (access) return { url: url.href, host, access };
    const found = integrationToken(this.#integrations, url.href);
    if (!found) {
      throw new InputError(
        `The portal has no token for ${host}, so that templates cannot push there: name it in delivery.git.servers with a token, or give its integration one`,
      );
    }
    const { username, token, files } = found;
    const shown: GitAccess = { protocol: 'https', username, token };
    if (!files) return { url: url.href, host, access: shown };
    const page = url.href.replace(/(\.git)?\/*$/, '');
    return {
      // Without `.git` it could redirect, which git is told not to follow.
      url: `${page}.git`,
      host,
      access: shown,
      filesUrl: branch => `${page}/${files}/${branch}/`,
    };
  }

  #bySsh(url: URL): GitRemote {
    const host = url.port === '22' ? url.hostname : url.host;
    const access = this.#servers.find(s => s.host === host)?.ssh;
    if (!access) {
      throw new InputError(
        `The portal has no SSH key for ${host}, so that templates cannot push there: name it in delivery.git.servers with ssh.keyFile and ssh.knownHostsFile`,
      );
    }
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(url.username)) {
      throw new InputError(
        `${url.href} does not say as whom to come; give it as ssh://git@${host}/PATH`,
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
      `delivery.git.servers has ${host} with neither a token nor ssh`,
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
      `delivery.git.servers gives ${host} the ssh.${key} '${file}'; it has to be an absolute path of letters, digits and ._/@+-`,
    );
  }
  return file;
}
