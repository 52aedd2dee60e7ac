import { createHash } from 'node:crypto';
import type {
  Commit,
  Person,
  Repository,
  Service,
  ServiceState,
} from './demoRepository.ts';
import { serviceFiles } from './serviceFiles.ts';

/** Author and subject of a commit; the message `Release 1.2.0` makes a release. */
export type WrittenCommit = [author: string, message: string];

/** Commits of a service in `examples/git`, oldest first. */
export interface WrittenHistory {
  main: WrittenCommit[];
  /** Commits by branch; each branch starts at the last release */
  branches: Record<string, WrittenCommit[]>;
}

/** Commit that adds the catalog file to every service. */
export interface Description {
  author: Person;
  message: string;
}

const FIRST_DAY = Date.UTC(2026, 9, 12);
const WORKING_DAYS = 30;
const HOUR_SECONDS = 60 * 60;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/**
 * Repository of a service, the same on every machine. Its commits are spread over the
 * working days of six weeks, so the hash of a commit depends only on the input.
 *
 * @throws Error if an author is unknown
 */
export function demoHistory(
  service: Service,
  written: WrittenHistory,
  people: Person[],
  description: Description,
): Repository {
  const author = (name: string) => {
    const person = people.find(each => each.name === name);
    if (!person) throw new Error(`${service.name}: unknown author '${name}'`);
    return person;
  };
  const commits: Commit[] = [];
  let state: ServiceState = {
    version: '0.0.0',
    releases: [],
    behaviours: [],
    isDescribed: false,
  };
  let files: Record<string, string> = {};
  const commit = (to: ServiceState, rest: Omit<Commit, 'files'>) => {
    const before = files;
    files = serviceFiles(service, to);
    state = to;
    const changed = Object.entries(files).filter(
      ([name, text]) => before[name] !== text,
    );
    commits.push({ ...rest, files: Object.fromEntries(changed) });
  };

  let pending: string[] = [];
  let released = { state, files, tag: '' };
  for (const [index, [name, message]] of written.main.entries()) {
    const version = /^Release (\S+)$/.exec(message)?.[1];
    const rest = {
      branch: 'main',
      author: author(name),
      date: dateOf(service.name, index, written.main.length),
      message,
    };
    if (version === undefined) {
      pending.push(message);
      commit({ ...state, behaviours: [...state.behaviours, message] }, rest);
    } else {
      const releases = [{ version, changes: pending }, ...state.releases];
      const tag = `v${version}`;
      commit({ ...state, version, releases }, { ...rest, tag });
      pending = [];
      released = { state, files, tag };
    }
  }
  const lastDay = FIRST_DAY / 1000 + 39 * DAY_SECONDS;
  commit(
    { ...state, isDescribed: true },
    { branch: 'main', date: lastDay + 17.5 * HOUR_SECONDS, ...description },
  );

  for (const [branch, writtenCommits] of Object.entries(written.branches)) {
    ({ state, files } = released);
    for (const [index, [name, message]] of writtenCommits.entries()) {
      commit(
        { ...state, behaviours: [...state.behaviours, message] },
        {
          branch,
          ...(index === 0 && { from: released.tag }),
          author: author(name),
          date: lastDay + (7 + index) * HOUR_SECONDS + minutes(branch) * 60,
          message,
        },
      );
    }
  }
  return { service, commits };
}

// From 7:00 on; up to 30 commits have a day each.
function dateOf(service: string, index: number, count: number): number {
  const day = Math.floor(((index + 0.5) * WORKING_DAYS) / count);
  const calendarDay = Math.floor(day / 5) * 7 + (day % 5);
  const minute = 7 * 60 + minutes(`${service} ${day}`);
  return FIRST_DAY / 1000 + calendarDay * DAY_SECONDS + minute * 60;
}

// Time of a working day, derived from the text.
function minutes(words: string): number {
  return createHash('sha256').update(words).digest().readUInt16BE() % (9 * 60);
}
