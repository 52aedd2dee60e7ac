/**
 * Whether a remote of Git is the repository that an address is of, which may lead
 * to a folder in it: `git@host:org/name.git` and `https://host/org/name/tree/main/`.
 */
export function isSameRepository(remote: string, address: string): boolean {
  const name = repositoryName(remote);
  const other = repositoryName(address);
  return name !== '' && (other === name || other.startsWith(`${name}/`));
}

/** The last part of a repository's address, in small letters: `name`. */
export function shortName(address: string): string {
  return repositoryName(address).split('/').at(-1) ?? '';
}

/** `host/org/name`, in small letters; empty for what has none. */
function repositoryName(address: string): string {
  const scp = /^(?:[^@/]+@)?([^:/]+):(?!\/)(.+)$/.exec(address);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const name = url?.host
    ? `${url.hostname}${url.pathname}`
    : scp && `${scp[1]}/${scp[2]}`;
  return (name ?? '')
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
