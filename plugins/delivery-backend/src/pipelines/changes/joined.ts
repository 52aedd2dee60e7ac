import { pipelineProblem } from '@fairway/backstage-plugin-delivery-common';
import type {
  CodedMessage,
  Join,
  PipelineProblemCode,
  Version,
} from '@fairway/backstage-plugin-delivery-common';
import { runPageOf } from '../runPageOf';
import { isSameCommit } from './Lineage';

/** Software of a workload or release, as its pod template describes it. */
export interface Software {
  version?: Version;
  commit?: string;
  buildUrl?: string;
  /** Digests of its images, if known: `sha256:...` */
  digests: string[];
}

/** A run and the commit that it built. */
export interface BuiltRun {
  /** http(s) address of the run */
  url?: string;
  commit?: string;
}

/** Runs and releases that identify commits of other software. */
export interface JoinInputs {
  runs: BuiltRun[];
  /** Commit of each image digest */
  commitOfDigest: ReadonlyMap<string, string>;
  /** Commit of each version */
  commitOfVersion: ReadonlyMap<string, string>;
}

/** The commit that software was built from, how that is known, and what contradicts it. */
export interface JoinedCommit {
  commit: string;
  how: Join;
  contradiction?: CodedMessage;
}

/**
 * Finds the commit that software was built from. The address of a run is more
 * reliable than a commit hash, because the run writes both. If they differ, the
 * result contains the contradiction.
 */
export function resolveCommit(
  software: Software,
  inputs: JoinInputs,
): JoinedCommit | undefined {
  const candidates = [...candidatesOf(software, inputs)];
  const [first] = candidates;
  if (!first) return undefined;
  const other = candidates.find(
    each => !isSameCommit(each.commit, first.commit),
  );
  return {
    ...first,
    ...(other && {
      contradiction: pipelineProblem(contradictionOf(other.how), {
        first: short(first.commit),
        second: short(other.commit),
      }),
    }),
  };
}

// The run is the first candidate, so it cannot contradict another one.
function contradictionOf(how: Join): PipelineProblemCode {
  if (how === 'digest') return 'digestNamesOtherCommit';
  return how === 'tag' ? 'tagNamesOtherCommit' : 'revisionNamesOtherCommit';
}

function* candidatesOf(
  { version, commit, buildUrl, digests }: Software,
  { runs, commitOfDigest, commitOfVersion }: JoinInputs,
): Generator<{ commit: string; how: Join }> {
  const run =
    buildUrl === undefined
      ? undefined
      : runs.find(
          each => each.url && runPageOf(each.url) === runPageOf(buildUrl),
        );
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

function short(hash: string): string {
  return hash.slice(0, 10);
}
