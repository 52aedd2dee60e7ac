import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';

/**
 * Whether a Git remote and a URL belong to the same repository. The URL may have a path
 * in the repository: `git@host:org/name.git` equals `https://host/org/name/tree/main/`.
 */
export function isSameRepository(remote: string, address: string): boolean {
  const name = repositoryName(remote);
  const other = repositoryName(address);
  return name !== '' && (other === name || other.startsWith(`${name}/`));
}

/** Returns the last segment of a repository's URL in lower case: `name`. */
export function shortName(address: string): string {
  return repositoryName(address).split('/').at(-1) ?? '';
}

/** Returns `host/org/name` in lower case; empty if it cannot be parsed. */
function repositoryName(address: string): string {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/)(.+)$/.exec(address);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const name = url?.host
    ? `${url.hostname}${url.pathname}`
    : scp && `${scp[1]}/${scp[2]}`;
  return trimEndOf((name ?? '').toLowerCase(), '/').replace(/\.git$/, '');
}
