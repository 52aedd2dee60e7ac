import { projectDisruptionBudget } from '../projection/policies';
import type { DisruptionBudgetRecord } from '../projection/relatedRecords';
import { matchesSelector } from './labels';
import { kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const podDisruptionBudgetKind: WatchedKind<DisruptionBudgetRecord> = {
  kind: 'PodDisruptionBudget',
  resource: 'poddisruptionbudgets',
  path: '/apis/policy/v1/poddisruptionbudgets',
  project: projectDisruptionBudget,
  indexBy: { namespace: kindInNamespace },
  relatesTo: ({ selector }, { podLabels }) =>
    selector !== undefined && matchesSelector(selector, podLabels),
};
