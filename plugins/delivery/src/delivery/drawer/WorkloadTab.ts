import type { CompoundEntityRef } from '@backstage/catalog-model';
import type {
  Environment,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import type { ComponentType } from 'react';

/** Numbers of two revisions to compare; the newest two where omitted. */
export interface RevisionRange {
  from?: number;
  to?: number;
}

/** Props of the content of a {@link WorkloadTab}. */
export interface WorkloadTabProps {
  service: CompoundEntityRef;
  environment: Environment;
  workload: Workload;
  /** Revisions that the address of the page names */
  revisionRange: RevisionRange;
  onRevisionRangeChange: (range: RevisionRange) => void;
}

/** One tab of the workload drawer. */
export interface WorkloadTab {
  /** Value of `view` in the address of the page */
  id: string;
  /** Translation key */
  title: string;
  component: ComponentType<WorkloadTabProps>;
  isVisible: (
    props: Pick<WorkloadTabProps, 'environment' | 'workload'>,
  ) => boolean;
}
