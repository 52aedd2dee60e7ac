/** A person who commits. */
export interface Person {
  /** As the catalog and Gitea name it */
  name: string;
  displayName: string;
  email: string;
  team: string;
}

/** What a repository is of. */
export interface Service {
  name: string;
  description: string;
  /** `java`, `go`, `nodejs` or `python` */
  language: string;
  /** The team that owns it */
  team: string;
  /** Its entity, as YAML */
  entity: string;
}

/** One commit, with what it changes. */
export interface Commit {
  branch: string;
  /** The tag that a new branch starts at */
  from?: string;
  author: Person;
  /** Seconds since 1970 */
  date: number;
  message: string;
  /** By path; only what differs from before */
  files: Record<string, string>;
  tag?: string;
}

/** A service's repository; its commits oldest first, a branch at a time. */
export interface Repository {
  service: Service;
  commits: Commit[];
}

/** What a service's repository has come to by some commit. */
export interface ServiceState {
  version: string;
  /** Releases so far, with what each brought; the newest first */
  releases: { version: string; changes: string[] }[];
  /** What the service does, in the order in which it came */
  behaviours: string[];
  /** Whether the portal knows it */
  isDescribed: boolean;
}
