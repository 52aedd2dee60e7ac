import type {
  AutoscalerRecord,
  PvcRecord,
  ContextRecord,
  DisruptionBudgetRecord,
  EventRecord,
  LabelSelectorRecord,
  NodeRecord,
  QuotaRecord,
  ServiceRecord,
} from '../projection/contextRecords';
import type { PodRecord, WorkloadRecord } from '../projection/records';

/** What isRelated one workload and can explain how it is. */
export interface RelatedObjects {
  /** About the workload and what it owns, and its claims */
  events: EventRecord[];
  /** With the numbers of their endpoints; none where those are not known */
  services: { service: ServiceRecord; ready: number; notReady: number }[];
  claims: PvcRecord[];
  autoscalers: AutoscalerRecord[];
  budgets: DisruptionBudgetRecord[];
  quotas: QuotaRecord[];
  /** That its pods are on */
  nodes: NodeRecord[];
}

/** Chosen by the namespace and by what they say; the others by uid or name. */
export type ChosenRecord = Exclude<
  ContextRecord,
  { kind: 'Event' | 'EndpointSlice' | 'Node' | 'Ingress' | 'HTTPRoute' }
>;

/**
 * Whether a record is among what isRelated a workload of its namespace. One
 * rule, for those who read relatedObjects and for those who tell that they moved.
 */
export function isRelated(
  record: ChosenRecord,
  workload: WorkloadRecord,
  podsOf: () => PodRecord[],
): boolean {
  switch (record.kind) {
    case 'Service':
      return leadsTo(record, workload);
    case 'PersistentVolumeClaim':
      return podsOf().some(pod => pod.claims?.includes(record.name));
    case 'HorizontalPodAutoscaler':
      return (
        record.target.kind === workload.kind &&
        record.target.name === workload.name
      );
    case 'PodDisruptionBudget':
      return isSelected(record.selector, workload.podLabels);
    case 'ResourceQuota':
      // A quota moves with every pod; it matters to those that lack some.
      return workload.created < workload.desired;
    default:
      return record satisfies never;
  }
}

/** Whether a Service leads to a workload's pods, or was meant to. */
function leadsTo(service: ServiceRecord, workload: WorkloadRecord): boolean {
  if (!service.selector) return false;
  return (
    selectsAll(service.selector, workload.podLabels) ||
    service.name === workload.name
  );
}

/** Whether labels have all that a Service asks for. */
export function selectsAll(
  selector: Record<string, string>,
  labels: Record<string, string>,
): boolean {
  const asked = Object.entries(selector);
  return asked.length > 0 && asked.every(([key, v]) => labels[key] === v);
}

function isSelected(
  { matchLabels, matchExpressions }: LabelSelectorRecord,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, v]) => labels[key] === v) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
