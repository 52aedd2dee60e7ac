// Objects of Argo Rollouts and Istio, written by hand after public reports.

import type { EngineObject } from '@fairway/backstage-plugin-delivery-node';
import type { AnalysisRun } from '../../analysisRun';
import type { VirtualService } from '../../virtualService';

/** An object that explains a Rollout. */
export type Context = EngineObject<AnalysisRun | VirtualService>;

/** A Rollout with the objects that explain it, and what must be said about it. */
export interface PublicCase {
  /** URL of the report, or of the documentation of the state */
  source: string;
  rollout: object;
  context?: Context[];
  expected: object;
}

export const ISSUES = 'https://github.com/argoproj/argo-rollouts/issues';
export const DOCS = 'https://argo-rollouts.readthedocs.io/en/stable/features';
const STEPS = [
  { setWeight: 50 },
  { pause: { duration: 1 } },
  { setWeight: 80 },
  { pause: { duration: 1 } },
];
/** Hashes of a Rollout that was promoted. */
export const DONE = { currentPodHash: 'new', stableRS: 'new' };
/** Hashes of a Rollout on its way from one revision to the next. */
export const HALF = { currentPodHash: 'new', stableRS: 'old' };

/** A Rollout of four pods with this strategy and status. */
export function rollout(
  strategy: object,
  status: object,
  spec: object = {},
): object {
  return {
    metadata: { namespace: 'shop' },
    spec: { replicas: 4, strategy, ...spec },
    status: {
      phase: 'Progressing',
      replicas: 4,
      updatedReplicas: 4,
      ...status,
    },
  };
}

/** A canary with four steps. */
export function canary(
  status: object,
  more: object = {},
  spec: object = {},
): object {
  return rollout({ canary: { steps: STEPS, ...more } }, status, spec);
}
