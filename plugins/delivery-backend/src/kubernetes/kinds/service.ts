import { projectService } from '../projection/network';
import type { ServiceRecord } from '../projection/relatedRecords';
import { hasAllLabels } from './labels';
import { kindAndName, kindInNamespace } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const serviceKind: WatchedKind<ServiceRecord> = {
  kind: 'Service',
  resource: 'services',
  path: '/api/v1/services',
  project: projectService,
  indexBy: { namespace: kindInNamespace, name: kindAndName },
  // A Service also belongs to the workload of its name, so that a selector that
  // does not match its pods is found.
  relatesTo: ({ name, selector }, workload) =>
    selector !== undefined &&
    (hasAllLabels(workload.podLabels, selector) || name === workload.name),
};
