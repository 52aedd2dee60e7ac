import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** A Jenkins server, as the portal is configured to reach it. */
export interface JenkinsServer {
  name: string;
  /** Without a slash at the end */
  baseUrl: string;
  /** None where Jenkins lets anybody read */
  credentials?: { username: string; apiKey: string };
  extraRequestHeaders: Record<string, string>;
}

/** The name of the server that top-level keys configure, and that a job without a prefix is in. */
export const DEFAULT_SERVER = 'default';

/**
 * Reads the servers from the keys of the community's Jenkins plugin, so that a
 * portal that has it changes nothing.
 *
 * @see https://github.com/backstage/community-plugins/blob/main/workspaces/jenkins/plugins/jenkins-backend/README.md
 * @throws InputError that names the server and what is wrong with it
 */
export function readJenkinsConfig(root: Config): JenkinsServer[] {
  const config = root.getOptionalConfig('jenkins');
  if (!config) return [];
  const servers = (config.getOptionalConfigArray('instances') ?? []).map(
    instance => readServer(instance.getString('name'), instance),
  );
  if (config.has('baseUrl')) servers.push(readServer(DEFAULT_SERVER, config));
  const names = new Set<string>();
  for (const { name } of servers) {
    if (names.has(name)) {
      throw new InputError(
        `jenkins configures two servers named '${name}'${
          name === DEFAULT_SERVER
            ? ': jenkins.baseUrl is the server of that name too'
            : ''
        }; give each a name of its own`,
      );
    }
    names.add(name);
  }
  return servers;
}

function readServer(name: string, config: Config): JenkinsServer {
  const baseUrl = config.getString('baseUrl').replace(/\/+$/, '');
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new InputError(
      `The Jenkins server '${name}' has the baseUrl '${baseUrl}', which is not an http(s) address`,
    );
  }
  const { username: inUrl, password } = new URL(baseUrl);
  if (inUrl || password) {
    throw new InputError(
      `The baseUrl of the Jenkins server '${name}' has a credential in it; write it as username and apiKey`,
    );
  }
  const username = config.getOptionalString('username');
  const apiKey = config.getOptionalString('apiKey');
  if ((username === undefined) !== (apiKey === undefined)) {
    throw new InputError(
      `The Jenkins server '${name}' has ${
        username === undefined
          ? 'an apiKey and no username'
          : 'a username and no apiKey'
      }; it takes both, or neither where anybody may read`,
    );
  }
  return {
    name,
    baseUrl,
    ...(username !== undefined &&
      apiKey !== undefined && { credentials: { username, apiKey } }),
    extraRequestHeaders:
      config.getOptional<Record<string, string>>('extraRequestHeaders') ?? {},
  };
}
