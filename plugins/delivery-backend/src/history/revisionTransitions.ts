import type { RevisionRecord, WorkloadRecord } from '../kubernetes';
import { latest } from './releaseOutcome';

/** The change of a workload to a revision, with the number that the revision got. */
export interface RevisionTransition {
  revision: RevisionRecord;
  number: number;
  /** ISO time; approximate for a rollback */
  startedAt: string;
  /** Whether it is the current revision */
  isCurrent: boolean;
  previous?: RevisionTransition;
  /** Present for a rollback, with the earlier number of the revision if known */
  rollbackTo?: { number?: number };
}

/** Transitions up to a workload's current revision that the cluster still has, oldest first. */
export function revisionTransitions(
  workload: WorkloadRecord,
  revisions: RevisionRecord[],
  current: RevisionRecord,
): RevisionTransition[] {
  return revisions
    .flatMap(revision =>
      [...revision.earlierNumbers, revision.number].map((number, index) => ({
        revision,
        number,
        earlierNumber: revision.earlierNumbers[index - 1],
      })),
    )
    .filter(({ number }) => number > 0 && number <= current.number)
    .sort((a, b) => a.number - b.number)
    .reduce<RevisionTransition[]>(
      (before, { revision, number, earlierNumber }) => {
        const previous = before.at(-1);
        const isCurrent = number === current.number;
        // A ControllerRevision does not keep its earlier numbers, only its age.
        const isRollback =
          earlierNumber !== undefined ||
          before.some(p => p.revision.createdAt > revision.createdAt);
        const own =
          isRollback && isCurrent
            ? workload.templateSetBy?.at
            : revision.createdAt;
        const transition: RevisionTransition = {
          revision,
          number,
          startedAt: latest([previous?.startedAt, own]),
          isCurrent,
          previous,
          ...(isRollback && { rollbackTo: { number: earlierNumber } }),
        };
        return [...before, transition];
      },
      [],
    );
}
