import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Health,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type { EngineWorkloadRecord } from '../../kubernetes';

type Counts = Pick<
  EngineWorkloadRecord,
  'created' | 'updated' | 'desired' | 'ready' | 'available'
>;

/** Health of a workload whose rollout an engine describes, if its pods are healthy. */
export function engineHealth(workload: Counts, rollout: Rollout): Health {
  const { updated, desired } = workload;
  switch (rollout.state) {
    case 'waiting':
      return waiting(rollout, workload);
    case 'progressing':
      return rollout.step < rollout.steps.length
        ? health('progressing', 'atStep', {
            ...stepOf(rollout),
            updated,
            desired,
          })
        : afterLastStep(workload, rollout);
    case 'aborted':
      return health('degraded', 'aborted');
    case 'failed':
      return health('degraded', 'rolloutFailed', {
        message: rollout.message ?? '',
      });
    case 'complete':
      return (
        becomingAvailable(workload) ??
        // The controller has something left to do, such as a restart.
        (rollout.message
          ? health('progressing', 'finishing', { message: rollout.message })
          : undefined) ??
        (desired === 0
          ? health('healthy', 'scaledToZero')
          : health('healthy', 'ready', { desired }))
      );
    default:
      return rollout.state satisfies never;
  }
}

function stepOf({ step, steps }: Rollout) {
  return { step: Math.min(step + 1, steps.length), steps: steps.length };
}

/** Health of a rollout without steps, or that has none left. */
function afterLastStep(workload: Counts, { message }: Rollout): Health {
  const { created, updated, desired } = workload;
  if (updated < desired) {
    return health('progressing', 'updating', { updated, desired });
  }
  const becoming = becomingAvailable(workload);
  if (becoming) return becoming;
  if (created > updated) {
    return health('progressing', 'removingOld', { old: created - updated });
  }
  return health('progressing', 'finishing', { message: message ?? '' });
}

function becomingAvailable({
  ready,
  available,
  desired,
}: Counts): Health | undefined {
  if (ready < desired) {
    return health('progressing', 'becomingReady', { ready, desired });
  }
  return available < desired
    ? health('progressing', 'becomingAvailable', { available, desired })
    : undefined;
}

function waiting(rollout: Rollout, { updated, desired }: Counts): Health {
  const { waitsFor, until, steps } = rollout;
  switch (waitsFor) {
    case 'time':
      return health('progressing', 'waitsForTime', {
        ...stepOf(rollout),
        until: until ?? '',
      });
    case 'analysis':
      return waitingForAnalysis(rollout);
    default:
      return steps.length
        ? health('suspended', 'waitsForApproval', {
            ...stepOf(rollout),
            updated,
            desired,
          })
        : health('suspended', 'paused', { updated, desired });
  }
}

function waitingForAnalysis(rollout: Rollout): Health {
  const step = rollout.steps.at(rollout.step);
  if (step?.type === 'experiment') {
    return health('progressing', 'waitsForExperiment', {
      ...stepOf(rollout),
      experiment: step.templates.join(', '),
    });
  }
  const analysis = analysisNames(rollout);
  if (rollout.strategy !== 'blue-green') {
    return health('progressing', 'waitsForAnalysis', {
      ...stepOf(rollout),
      analysis,
    });
  }
  // After the switch, the new revision is the one that serves.
  return health(
    'progressing',
    rollout.stable === rollout.desired
      ? 'waitsForPostPromotion'
      : 'waitsForPrePromotion',
    { analysis },
  );
}

/** Names of the metrics that are measured now, otherwise of the templates of the step. */
function analysisNames({ analyses, steps, step }: Rollout): string {
  const metrics = analyses
    .filter(({ phase }) => phase === 'Running' || phase === 'Pending')
    .flatMap(({ name, metrics: all }) =>
      all.length ? all.map(metric => metric.name) : [name],
    );
  if (metrics.length) return [...new Set(metrics)].join(', ');
  const current = steps.at(step);
  return current?.type === 'analysis' ? current.templates.join(', ') : '';
}
