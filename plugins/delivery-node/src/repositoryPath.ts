import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';

/** An address of a repository, or of a file or page in it, in parts. */
export interface RepositoryAddress {
  /** Host name in lower case, as users see it */
  hostname: string;
  /** Port of an http(s) address; undefined for other protocols, whose ports differ */
  port?: string;
  /** Whether it is an http(s) address, which may be that of a page */
  isHttp: boolean;
  /** Path in lower case without slashes at its ends */
  path: string;
  /** Server whose addresses have this form; undefined for the common form `owner/name` */
  kind?: 'azure' | 'bitbucket-page' | 'gerrit';
}

/** `user@host:path`, as Git accepts it. */
const SCP_ADDRESS = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)\/?(\S+)$/;

/** Hosts of the same service: the names for SSH over port 443, and for files. */
const HOST_NAMES = new Map([
  ['ssh.github.com', 'github.com'],
  ['www.github.com', 'github.com'],
  ['raw.githubusercontent.com', 'github.com'],
  ['altssh.gitlab.com', 'gitlab.com'],
  ['altssh.bitbucket.org', 'bitbucket.org'],
]);

/** Hosts whose repositories have exactly an owner and a name. */
const OWNER_AND_NAME = new Set(['github.com', 'bitbucket.org']);

/** Whether a host is that of a known service, so that its addresses have a known form. */
export function isKnownService({
  hostname,
}: Pick<RepositoryAddress, 'hostname'>): boolean {
  return OWNER_AND_NAME.has(hostname) || hostname === 'gitlab.com';
}

/** Names of hosts that serve Gerrit, by convention. */
const GERRIT_HOST =
  /(?:^|[.-])(?:gerrit|review)(?:[.-]|$)|\.googlesource\.com$/;
const GERRIT_SSH_PORT = '29418';

/**
 * Splits an address of a Git repository, or of a page of one.
 *
 * @param hostOf - the name of a host by which it is compared, with its port if it has one
 */
export function repositoryAddress(
  address: string,
  hostOf: (host: string) => string,
): RepositoryAddress | undefined {
  const text = address.trim();
  const isUrl = /^[a-z][a-z+]*:\/\//i.test(text);
  if (!isUrl) {
    const scp = SCP_ADDRESS.exec(text);
    return scp ? parsed(hostOf(scp[1].toLowerCase()), scp[2]) : undefined;
  }
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, hostname, port, pathname } = new URL(text);
  if (!/^https?:$/.test(protocol)) {
    const found = parsed(hostOf(hostname.toLowerCase()), pathname);
    return found && port === GERRIT_SSH_PORT
      ? { ...found, kind: 'gerrit' }
      : found;
  }
  return parsed(hostOf(host.toLowerCase()), pathname, protocol);
}

/** @param protocol - of an http(s) address */
function parsed(
  host: string,
  pathname: string,
  protocol?: string,
): RepositoryAddress | undefined {
  if (!URL.canParse(`${protocol ?? 'https:'}//${host}`)) return undefined;
  const url = new URL(`${protocol ?? 'https:'}//${host}`);
  const given = trimEndOf(url.hostname, '.');
  const hostname = HOST_NAMES.get(given) ?? given;
  const path = segmentsOf(pathname).join('/');
  if (!path) return undefined;
  const common = {
    hostname,
    isHttp: protocol !== undefined,
    ...(protocol && { port: url.port }),
  };
  const azure = azurePath(hostname, path);
  if (azure) return { ...common, ...azure, kind: 'azure' };
  const page = bitbucketPage(path);
  if (page) return { ...common, path: page, kind: 'bitbucket-page' };
  return {
    ...common,
    path,
    ...(GERRIT_HOST.test(hostname) && { kind: 'gerrit' as const }),
  };
}

// Each segment is encoded in the same way, so that an encoded slash remains one.
function segmentsOf(pathname: string): string[] {
  return pathname
    .split('/')
    .filter(Boolean)
    .map(segment => {
      try {
        return encodeURIComponent(decodeURIComponent(segment).toLowerCase());
      } catch {
        return segment.toLowerCase();
      }
    });
}

/**
 * Path of a repository of Azure DevOps, which has an organization, a project and a name.
 * A project's repository of the same name may be addressed without the project.
 *
 * @see https://learn.microsoft.com/en-us/azure/devops/repos/git/use-ssh-keys-to-authenticate
 */
function azurePath(
  hostname: string,
  path: string,
): { hostname?: string; path: string } | undefined {
  const cloud = 'dev.azure.com';
  const ssh = /^v3\/([^/]+)\/([^/]+)\/([^/]+)/.exec(path);
  const isSshHost = /^(?:ssh\.dev\.azure\.com|vs-ssh\.visualstudio\.com)$/;
  if (ssh && isSshHost.test(hostname)) {
    return { hostname: cloud, path: ssh.slice(1, 4).join('/') };
  }
  const web = /^(?:(.+?)\/)?_(?:git|ssh)\/([^/]+)/.exec(path);
  if (!web) return undefined;
  const [, parent = '', name] = web;
  const organization = /^([^.]+)\.visualstudio\.com$/.exec(hostname)?.[1];
  if (organization === undefined && hostname !== cloud) {
    // Azure DevOps Server: a collection and a project
    return { path: `${parent}/_git/${withoutGit(name)}` };
  }
  const [org = '', project = name] = [
    ...(organization === undefined ? [] : [organization]),
    ...parent.split('/').filter(each => each && each !== 'defaultcollection'),
  ];
  return { hostname: cloud, path: `${org}/${project}/${name}` };
}

/** Path of a page of Bitbucket Server or Data Center; no other server has these. */
function bitbucketPage(path: string): string | undefined {
  const page = /^(projects|users)\/([^/]+)\/repos\/([^/]+)/.exec(path);
  if (!page) return undefined;
  const [, kind, owner, name] = page;
  return `${kind === 'users' ? '~' : ''}${owner}/${name}`;
}

/** Segments after a repository's path on the pages of Gitea, GitHub, GitLab and Bitbucket. */
const PAGES = new Set(['src', 'tree', 'blob', 'raw', 'browse', 'commits']);

/** Path of the repository of a page: an owner and a name at least. GitLab has a dash before the page. */
function repositoryOfPage(path: string): string {
  const segments = path.split('/');
  const page = segments.findIndex(
    (segment, index) => index >= 2 && PAGES.has(segment),
  );
  if (page < 0) return path;
  const hasDash = page > 2 && segments[page - 1] === '-';
  return segments.slice(0, hasDash ? page - 1 : page).join('/');
}

/** Segment between the name of a repository and the rest of a path on Gerrit's pages: a plus sign. */
const GERRIT_PAGE = '%2B';
/** Comma, encoded */
const COMMA = '%2C';

/** What is known of the host of an address. */
export interface HostKind {
  /** Whether it is Bitbucket Server or Data Center: certain, or only because of a page's path */
  bitbucket?: 'certain' | 'likely';
  isGerrit: boolean;
}

/**
 * Path of the repository of an address, which is the same for all its addresses;
 * undefined if the address is not that of a repository on such a host.
 */
export function repositoryPath(
  { hostname, isHttp, path, kind }: RepositoryAddress,
  { bitbucket, isGerrit }: HostKind,
): string | undefined {
  if (kind === 'azure' || kind === 'bitbucket-page') return withoutGit(path);
  if (isGerrit) return withoutGit(isHttp ? gerritPath(path) : path);
  if (bitbucket) {
    const clone = /^scm\/([^/]+\/[^/]+)/.exec(path)?.[1];
    if (clone) return withoutGit(clone);
    // Its http(s) addresses have `scm`; those of other servers are other repositories.
    if (isHttp && bitbucket === 'likely') return undefined;
    return withoutGit(path);
  }
  const whole = isHttp ? repositoryOfPage(path) : path;
  const name = withoutGit(
    OWNER_AND_NAME.has(hostname)
      ? whole.split('/').slice(0, 2).join('/')
      : whole,
  );
  return name.includes('/') ? name : undefined;
}

/** @see https://gerrit-review.googlesource.com/Documentation/user-upload.html */
function gerritPath(path: string): string {
  // Behind a proxy it is often below `r`. `a` and `p` are for clones.
  const below = path
    .replace(/^r\/(?=.)/, '')
    .replace(/^[ap]\/(?=.)/, '')
    .replace(/^(?:plugins\/)?gitiles\/(?=.)/, '');
  const admin = /^admin\/(?:repos|projects)\/(?=.)/;
  if (admin.test(below)) {
    const [name] = below.replace(admin, '').split(COMMA);
    return name.replaceAll('%2F', '/');
  }
  const segments = below.split('/');
  const end = segments.indexOf(GERRIT_PAGE);
  if (end <= 0) return below;
  // The page of a change
  const start = segments[0] === 'c' && end > 1 ? 1 : 0;
  return segments.slice(start, end).join('/');
}

/** Path until the segment of the repository, without `.git`. */
function withoutGit(path: string): string {
  const segments = path.split('/');
  const at = segments.findIndex(
    segment => segment.endsWith('.git') && segment !== '.git',
  );
  if (at < 0) return path;
  return segments
    .slice(0, at + 1)
    .join('/')
    .slice(0, -'.git'.length);
}
