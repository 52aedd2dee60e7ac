import type { Join, Version } from '@fairway/backstage-plugin-delivery-common';
import { isSameCommit } from './Lineage';

/** What a workload or release says of the software that it runs. */
export interface Software {
  version?: Version;
  commit?: string;
  buildUrl?: string;
  /** Of its images, where they are known: `sha256:...` */
  digests: string[];
}

/** A run by its address. */
export interface BuiltRun {
  url?: string;
  commit?: string;
}

/** What is known besides a workload's own words. */
export interface JoinInputs {
  runs: BuiltRun[];
  /** Commits by the digest of the image that names them */
  commitOfDigest: ReadonlyMap<string, string>;
  /** Commits by the version that was made of them */
  commitOfVersion: ReadonlyMap<string, string>;
}

/** Which commit something runs, how that is known, and what contradicts it. */
export interface JoinedCommit {
  commit: string;
  how: Join;
  contradiction?: string;
}

const words: Record<Join, string> = {
  'build-url': 'run',
  revision: 'revision annotation',
  digest: 'image digest',
  tag: 'image tag',
};

/**
 * The commit that something runs. What names a run is surer than what names a
 * commit, for a run writes both; where they differ, both are told.
 */
export function resolveCommit(
  software: Software,
  knowledge: JoinInputs,
): JoinedCommit | undefined {
  const ways = [...waysOf(software, knowledge)];
  const [first] = ways;
  if (!first) return undefined;
  const other = ways.find(way => !isSameCommit(way.commit, first.commit));
  return {
    ...first,
    ...(other && {
      contradiction: `By its ${words[first.how]} it is ${short(first.commit)}, by its ${words[other.how]} ${short(other.commit)}`,
    }),
  };
}

function* waysOf(
  { version, commit, buildUrl, digests }: Software,
  { runs, commitOfDigest, commitOfVersion }: JoinInputs,
): Generator<{ commit: string; how: Join }> {
  const run =
    buildUrl === undefined
      ? undefined
      : runs.find(each => each.url && pageOf(each.url) === pageOf(buildUrl));
  if (run?.commit) yield { commit: run.commit, how: 'build-url' };
  if (commit) yield { commit, how: 'revision' };
  for (const digest of digests) {
    const same = commitOfDigest.get(digest);
    if (same) yield { commit: same, how: 'digest' };
  }
  if (version && version.from !== 'digest') {
    const named = commitOfVersion.get(version.value);
    const isHash = /^[0-9a-f]{7,64}$/.test(version.value);
    if (named) yield { commit: named, how: 'tag' };
    else if (isHash) yield { commit: version.value, how: 'tag' };
  }
}

/** A run's page, however somebody wrote its address. */
function pageOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { origin, pathname } = new URL(address);
  const path = pathname.replace(/\/display\/redirect.*$/, '');
  return origin + path.replace(/\/+$/, '');
}

function short(hash: string): string {
  return hash.slice(0, 10);
}
