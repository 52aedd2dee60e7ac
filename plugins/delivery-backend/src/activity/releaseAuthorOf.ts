import { parseEntityRef } from '@backstage/catalog-model';
import type {
  Person,
  Release,
  ReleaseAuthor,
} from '@fairway/backstage-plugin-delivery-common';
import type { RunApproval } from '../actions';
import type { FoundStoredRun } from '../pipelines';

/** What is known of the pipeline run of a release. */
interface ReleaseRun {
  run: FoundStoredRun['run'];
  /** Answers that let the run proceed, oldest first */
  approvals: RunApproval[];
}

/**
 * The person behind a release: who applied it in the portal, else who answered the last
 * input of its run before it started, else who started the run, else the author of the
 * commit, else the field manager. Pure.
 *
 * A run says nothing about a rollback or about a change that kept the image: the run
 * built the image at another time.
 *
 * @param run - the run that deployed the release
 * @param built - a run that built the same commit
 */
export function releaseAuthorOf(
  release: Release,
  run: ReleaseRun | undefined,
  built: FoundStoredRun['run'] | undefined,
): ReleaseAuthor | undefined {
  const { cause } = release;
  if (cause.how === 'actor') {
    return { person: userOf(cause.actor), role: 'actor' };
  }
  const manager: ReleaseAuthor | undefined =
    cause.how === 'field-manager'
      ? { person: { name: cause.manager }, role: 'field-manager' }
      : undefined;
  if (!isDeployedByRun(release)) return manager;
  const approval = run?.approvals.findLast(
    ({ at }) => Date.parse(at) <= Date.parse(release.startedAt),
  );
  if (approval) return { person: userOf(approval.actor), role: 'approver' };
  const starter = run?.run.causes.find(
    ({ kind, person }) => kind !== 'commit' && person,
  )?.person;
  if (starter) return { person: starter, role: 'starter' };
  const author = authorOf(run?.run) ?? authorOf(built);
  return author ? { person: author, role: 'author' } : manager;
}

/** Whether the run that a pod template names may have deployed the release. */
export function isDeployedByRun({ cause, rollbackTo }: Release): boolean {
  const keptImage = cause.how === 'field-manager' && cause.wrote !== 'image';
  return cause.how !== 'actor' && !rollbackTo && !keptImage;
}

/** A user of the portal. */
export function userOf(entityRef: string): Person {
  const { name } = parseEntityRef(entityRef, { defaultKind: 'user' });
  return { name, entityRef };
}

function authorOf(run: FoundStoredRun['run'] | undefined): Person | undefined {
  return (
    run?.commit?.author ??
    run?.causes.find(({ kind, person }) => kind === 'commit' && person)?.person
  );
}
