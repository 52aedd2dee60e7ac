import {
  changeStatus,
  formatShare,
  isWholeShare,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ChangeInEnvironment,
  ChangeRun,
  ChangeStatus,
} from '@fairway/backstage-plugin-delivery-common';

/** A run that builds a commit, or a later commit that contains it. */
export type ContainingRun = ChangeRun & {
  /** What the run waits for */
  message?: string;
  /** Whether the run builds the released branch */
  isDefault: boolean;
};

/**
 * Status of a commit: where it is deployed and, if not everywhere, where it
 * stopped and why.
 *
 * @param environments - the commit in each environment, in the order of promotion
 * @param runs - runs that contain the commit, newest first
 */
export function changeStatusOf(
  environments: ChangeInEnvironment[],
  runs: ContainingRun[],
): ChangeStatus {
  const states = environments.map(({ state }) => state);
  if (states.length && environments.every(servesAll)) {
    return changeStatus('everywhere');
  }
  const production = environments.filter(e => e.production);
  const last = production.at(-1);
  if (last && production.every(servesAll)) {
    return changeStatus('inProduction', { environment: last.environment });
  }
  const deploying = environments.findLast(({ state }) => state === 'deploying');
  if (deploying) return deployingStatus(deploying);
  const partial = environments.findLast(
    each => each.state === 'deployed' && !servesAll(each),
  );
  if (partial) {
    const { environment, share } = partial;
    const percent = formatShare(share);
    return changeStatus('servingPartly', { environment, percent });
  }
  const deployed = states.lastIndexOf('deployed');
  const unsuccessful = environments
    .slice(deployed + 1)
    .find(({ state }) => state === 'failed' || state === 'rolled-back');
  if (unsuccessful) {
    const { environment } = unsuccessful;
    return unsuccessful.state === 'failed'
      ? failedStatus(unsuccessful)
      : changeStatus('rolledBack', { environment });
  }
  const active = runs.find(({ outcome }) =>
    ['running', 'waiting'].includes(outcome),
  );
  if (active) return runStatus(active);
  const latest = runs.at(0);
  const from = environments.at(deployed);
  const to = environments.at(deployed + 1);
  if (deployed >= 0 && from && to) {
    // The commit's own run deployed it up to here and then stopped.
    const isStopped =
      latest?.outcome === 'failed' || latest?.outcome === 'aborted';
    const isOwn = from.containedIn === undefined;
    return isStopped && isOwn && latest.isDefault
      ? runStatus(latest)
      : changeStatus('awaitingPromotion', {
          from: from.environment,
          to: to.environment,
        });
  }
  const built = runs.find(({ outcome }) =>
    ['succeeded', 'unstable'].includes(outcome),
  );
  const decisive = built ?? latest;
  if (decisive && !decisive.isDefault) {
    return changeStatus(
      'elsewhere',
      { branch: decisive.pipeline },
      decisive.id,
    );
  }
  if (decisive) return runStatus(decisive);
  if (states.length && states.every(state => state === 'unknown')) {
    return changeStatus('unknown');
  }
  return changeStatus('notBuilt');
}

/** Whether the commit serves everyone, or everything of it is in place where nothing serves. */
function servesAll({ state, share }: ChangeInEnvironment): boolean {
  return state === 'deployed' && (isWholeShare(share) || share === 0);
}

function deployingStatus({
  environment,
  share,
}: ChangeInEnvironment): ChangeStatus {
  return share > 0
    ? changeStatus('rollingOut', { environment, percent: formatShare(share) })
    : changeStatus('deploying', { environment });
}

function failedStatus({
  environment,
  servingInstead: version,
}: ChangeInEnvironment): ChangeStatus {
  return version === undefined
    ? changeStatus('rolloutFailed', { environment })
    : changeStatus('rolloutFailedServing', { environment, version });
}

function runStatus({
  id,
  name,
  outcome,
  stage = '',
  message = '',
}: ContainingRun): ChangeStatus {
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
    case 'unknown':
      return changeStatus('runUnknown', { run: name }, id);
    default:
      return changeStatus('notDeployed', { run: name }, id);
  }
}
