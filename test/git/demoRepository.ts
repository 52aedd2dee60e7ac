/** A person who commits. */
export interface Person {
  /** Name in the catalog and in Gitea */
  name: string;
  displayName: string;
  email: string;
  team: string;
}

/** Service of a repository. */
export interface Service {
  name: string;
  description: string;
  /** `java`, `go`, `nodejs` or `python` */
  language: string;
  /** Team that owns the service */
  team: string;
  /** Catalog entity of the service, as YAML */
  entity: string;
}

/** A commit and its changes. */
export interface Commit {
  branch: string;
  /** Tag at which a new branch starts */
  from?: string;
  author: Person;
  /** Seconds since 1970 */
  date: number;
  message: string;
  /** Changed files by path */
  files: Record<string, string>;
  tag?: string;
}

/** Repository of a service; its commits oldest first, branch by branch. */
export interface Repository {
  service: Service;
  commits: Commit[];
}

/** Content of a service's repository at a commit. */
export interface ServiceState {
  version: string;
  /** Releases with their changes, newest first */
  releases: { version: string; changes: string[] }[];
  /** Features of the service, in the order of their commits */
  behaviours: string[];
  /** Whether it has a catalog file */
  isDescribed: boolean;
}
