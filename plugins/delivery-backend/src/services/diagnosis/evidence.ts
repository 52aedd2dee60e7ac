import type { Evidence } from '@fairway/backstage-plugin-delivery-common';
import type {
  ConditionRecord,
  ContainerRecord,
  DeliveryRecord,
  EventRecord,
  RelatedRecord,
} from '../../kubernetes';

type Told = Omit<Evidence, 'kind' | 'namespace' | 'name'>;

/** What a field of an object says. */
export function fieldOf(
  { kind, namespace, name }: DeliveryRecord | RelatedRecord,
  { field, value, time }: Told,
): Evidence {
  const told = { field, value, ...(time !== undefined && { time }) };
  return { kind, namespace, name, ...told };
}

/** What a container's status says, by its path below the container. */
export function containerField(
  pod: DeliveryRecord,
  { name, type }: ContainerRecord,
  { field, value, time }: Told,
): Evidence {
  const list = type === 'main' ? 'containerStatuses' : 'initContainerStatuses';
  return fieldOf(pod, {
    field: `status.${list}[${name}].${field}`,
    value,
    time,
  });
}

/** What a condition says, with its time. */
export function conditionOf(
  record: DeliveryRecord | RelatedRecord,
  { type, status, reason, message, lastTransitionTime }: ConditionRecord,
): Evidence {
  const why = [reason, message].filter(Boolean).join(': ');
  return fieldOf(record, {
    field: `status.conditions[${type}]`,
    value: why ? `${status}, ${why}` : status,
    time: lastTransitionTime ?? undefined,
  });
}

/** What Kubernetes said of an object, and how often. */
export function eventEvidence(event: EventRecord): Evidence {
  const { about, namespace, reason, message, count, lastAt } = event;
  return {
    kind: about.kind,
    namespace,
    name: about.name,
    field: `event ${reason}`,
    value: count > 1 ? `${message} (${count} times)` : message,
    time: lastAt,
  };
}
