import { changeVerdict } from '@fairway/backstage-plugin-delivery-common';
import type {
  ChangePlace,
  ChangeRun,
  ChangeVerdict,
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
export function verdictOf(
  places: ChangePlace[],
  runs: CarryingRun[],
): ChangeVerdict {
  const states = places.map(({ state }) => state);
  if (states.length && states.every(state => state === 'there')) {
    return changeVerdict('everywhere');
  }
  const production = places.filter(p => p.production);
  const last = production.at(-1);
  if (last && production.every(({ state }) => state === 'there')) {
    return changeVerdict('inProduction', { environment: last.environment });
  }
  const arriving = places.findLast(({ state }) => state === 'arriving');
  if (arriving) {
    return changeVerdict('arriving', { environment: arriving.environment });
  }
  const there = states.lastIndexOf('there');
  const next = places
    .slice(there + 1)
    .find(({ state }) => state === 'failed' || state === 'gone-back');
  if (next) {
    return changeVerdict(
      next.state === 'failed' ? 'rolloutFailed' : 'goneBack',
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
      : changeVerdict('awaitsPromotion', {
          from: places[there].environment,
          to: to.environment,
        });
  }
  const built = runs.find(({ outcome }) =>
    ['succeeded', 'unstable'].includes(outcome),
  );
  const telling = built ?? stopped;
  if (telling && !telling.isDefault) {
    return changeVerdict('elsewhere', { branch: telling.pipeline }, telling.id);
  }
  if (telling) return runVerdict(telling);
  if (states.length && states.every(state => state === 'unknown')) {
    return changeVerdict('unknown');
  }
  return changeVerdict('notBuilt');
}

function runVerdict({
  id,
  name,
  outcome,
  stage = '',
  message = '',
}: CarryingRun): ChangeVerdict {
  const values = { run: name, stage };
  switch (outcome) {
    case 'waiting':
      return changeVerdict('waits', { run: name, message }, id);
    case 'running':
      return changeVerdict(stage ? 'running' : 'begun', values, id);
    case 'failed':
    case 'not-built':
      return changeVerdict(stage ? 'runFailed' : 'runFailedEarly', values, id);
    case 'aborted':
      return changeVerdict(
        stage ? 'runAborted' : 'runAbortedEarly',
        values,
        id,
      );
    default:
      return changeVerdict('notDeployed', { run: name }, id);
  }
}
