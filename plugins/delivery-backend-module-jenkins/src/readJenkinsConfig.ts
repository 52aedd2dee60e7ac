import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Configuration of a Jenkins server. */
export interface JenkinsServer {
  name: string;
  /** Base URL without a trailing slash */
  baseUrl: string;
  /** Absent if Jenkins allows anonymous access */
  credentials?: { username: string; apiKey: string };
  extraRequestHeaders: Record<string, string>;
}

/** Name of the server that the top-level keys configure. Jobs without a server prefix are on it. */
export const DEFAULT_SERVER = 'default';

/**
 * Reads the servers from the configuration keys of the community's Jenkins plugin, so
 * that portals with that plugin need no further configuration.
 *
 * @see https://github.com/backstage/community-plugins/blob/main/workspaces/jenkins/plugins/jenkins-backend/README.md
 * @throws InputError that names the server and the problem
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
            ? ' (jenkins.baseUrl also configures the server of this name)'
            : ''
        }. Give each server a unique name.`,
      );
    }
    names.add(name);
  }
  return servers;
}

function readServer(name: string, config: Config): JenkinsServer {
  const baseUrl = trimEndOf(config.getString('baseUrl'), '/');
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) {
    throw new InputError(
      `The baseUrl '${baseUrl}' of the Jenkins server '${name}' is not an http(s) URL`,
    );
  }
  const { username: inUrl, password } = new URL(baseUrl);
  if (inUrl || password) {
    throw new InputError(
      `The baseUrl of the Jenkins server '${name}' contains a credential. Move it to username and apiKey.`,
    );
  }
  const username = config.getOptionalString('username');
  const apiKey = config.getOptionalString('apiKey');
  if ((username === undefined) !== (apiKey === undefined)) {
    throw new InputError(
      `The Jenkins server '${name}' has ${
        username === undefined
          ? 'an apiKey but no username'
          : 'a username but no apiKey'
      }. Configure both, or neither for anonymous access.`,
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
