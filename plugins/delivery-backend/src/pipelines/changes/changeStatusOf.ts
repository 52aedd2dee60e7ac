import { changeStatus } from '@fairway/backstage-plugin-delivery-common';
import type {
  ChangeInEnvironment,
  ChangeRun,
  ChangeStatus,
} from '@fairway/backstage-plugin-delivery-common';

/** A run of a commit, with what it waits for. */
export type CarryingRun = ChangeRun & {
  message?: string;
  /** Whether what it builds is what is released */
  isDefault: boolean;
};

/**
 * Where a commit is, and if it is not everywhere, where it stopped and why.
 *
 * @param runs - that built it, or a later commit with it; newest first
 */
export function changeStatusOf(
  places: ChangeInEnvironment[],
  runs: CarryingRun[],
): ChangeStatus {
  const states = places.map(({ state }) => state);
  if (states.length && states.every(state => state === 'deployed')) {
    return changeStatus('everywhere');
  }
  const production = places.filter(p => p.production);
  const last = production.at(-1);
  if (last && production.every(({ state }) => state === 'deployed')) {
    return changeStatus('inProduction', { environment: last.environment });
  }
  const arriving = places.findLast(({ state }) => state === 'deploying');
  if (arriving) {
    return changeStatus('deploying', { environment: arriving.environment });
  }
  const there = states.lastIndexOf('deployed');
  const next = places
    .slice(there + 1)
    .find(({ state }) => state === 'failed' || state === 'rolled-back');
  if (next) {
    return changeStatus(
      next.state === 'failed' ? 'rolloutFailed' : 'rolledBack',
      { environment: next.environment },
    );
  }
  const onTheWay = runs.find(({ outcome }) =>
    ['running', 'waiting'].includes(outcome),
  );
  if (onTheWay) return runVerdict(onTheWay);
  const stopped = runs.at(0);
  const to = places.at(there + 1);
  if (there >= 0 && to) {
    // Its run deployed it so far, and got no further.
    const isStuck =
      stopped?.outcome === 'failed' || stopped?.outcome === 'aborted';
    const isOwn = places[there].within === undefined;
    return isStuck && isOwn && stopped.isDefault
      ? runVerdict(stopped)
      : changeStatus('awaitingPromotion', {
          from: places[there].environment,
          to: to.environment,
        });
  }
  const built = runs.find(({ outcome }) =>
    ['succeeded', 'unstable'].includes(outcome),
  );
  const telling = built ?? stopped;
  if (telling && !telling.isDefault) {
    return changeStatus('elsewhere', { branch: telling.pipeline }, telling.id);
  }
  if (telling) return runVerdict(telling);
  if (states.length && states.every(state => state === 'unknown')) {
    return changeStatus('unknown');
  }
  return changeStatus('notBuilt');
}

function runVerdict({
  id,
  name,
  outcome,
  stage = '',
  message = '',
}: CarryingRun): ChangeStatus {
  const values = { run: name, stage };
  switch (outcome) {
    case 'waiting':
      return changeStatus('waitingForInput', { run: name, message }, id);
    case 'running':
      return changeStatus(stage ? 'running' : 'started', values, id);
    case 'failed':
    case 'not-built':
      return changeStatus(stage ? 'runFailed' : 'runFailedEarly', values, id);
    case 'aborted':
      return changeStatus(stage ? 'runAborted' : 'runAbortedEarly', values, id);
    default:
      return changeStatus('notDeployed', { run: name }, id);
  }
}
