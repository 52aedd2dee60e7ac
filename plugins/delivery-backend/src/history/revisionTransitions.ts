import type { RevisionRecord, WorkloadRecord } from '../kubernetes';
import { latest } from './releaseOutcome';

/** A revision that a workload took up, once, under one number. */
export interface RevisionTransition {
  revision: RevisionRecord;
  number: number;
  /** ISO time; of a roll back the best that is known */
  startedAt: string;
  /** Whether the workload asks for it now */
  isCurrent: boolean;
  previous?: RevisionTransition;
  /** Present when it had been taken up before; the number then, where known */
  rollbackTo?: { number?: number };
}

/** What a cluster still tells of a workload's way to its current revision, oldest first. */
export function revisionTransitions(
  workload: WorkloadRecord,
  revisions: RevisionRecord[],
  current: RevisionRecord,
): RevisionTransition[] {
  return revisions
    .flatMap(revision =>
      [...revision.earlierNumbers, revision.number].map((number, turn) => ({
        revision,
        number,
        earlierNumber: revision.earlierNumbers[turn - 1],
      })),
    )
    .filter(({ number }) => number > 0 && number <= current.number)
    .sort((a, b) => a.number - b.number)
    .reduce<RevisionTransition[]>(
      (before, { revision, number, earlierNumber }) => {
        const previous = before.at(-1);
        const isCurrent = number === current.number;
        // A ControllerRevision forgets the numbers it had; its age tells.
        const isReturn =
          earlierNumber !== undefined ||
          before.some(p => p.revision.createdAt > revision.createdAt);
        const own =
          isReturn && isCurrent
            ? workload.templateSetBy?.at
            : revision.createdAt;
        const transition: RevisionTransition = {
          revision,
          number,
          startedAt: latest([previous?.startedAt, own]),
          isCurrent,
          previous,
          ...(isReturn && { rollbackTo: { number: earlierNumber } }),
        };
        return [...before, transition];
      },
      [],
    );
}
