import { ManifestTab } from './ManifestTab';
import { PodsTab } from './PodsTab';
import { RevisionsTab } from './RevisionsTab';
import { TimelineTab } from './TimelineTab';
import type { WorkloadTab } from './WorkloadTab';

const always: WorkloadTab['isVisible'] = () => true;

/** Tabs of the workload drawer, in order. The first one is the default. */
export const workloadTabs = [
  { id: 'pods', title: 'detail.pods', component: PodsTab, isVisible: always },
  {
    id: 'revisions',
    title: 'detail.revisions',
    component: RevisionsTab,
    isVisible: always,
  },
  {
    id: 'timeline',
    title: 'detail.timeline',
    component: TimelineTab,
    isVisible: always,
  },
  {
    id: 'yaml',
    title: 'detail.yaml',
    component: ManifestTab,
    isVisible: always,
  },
] as const satisfies readonly WorkloadTab[];

/** Id of a tab of the workload drawer. */
export type WorkloadTabId = (typeof workloadTabs)[number]['id'];
