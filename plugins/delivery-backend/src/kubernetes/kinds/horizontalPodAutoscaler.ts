import { projectAutoscaler } from '../projection/autoscalers';
import type { AutoscalerRecord } from '../projection/relatedRecords';
import { kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const horizontalPodAutoscalerKind: WatchedKind<AutoscalerRecord> = {
  kind: 'HorizontalPodAutoscaler',
  resource: 'horizontalpodautoscalers',
  path: '/apis/autoscaling/v2/horizontalpodautoscalers',
  project: projectAutoscaler,
  indexBy: { namespace: kindInNamespace },
  relatesTo: ({ target }, { kind, name }) =>
    target.kind === kind && target.name === name,
};
