import type { Evidence } from '@fairway/backstage-plugin-delivery-common';
import type {
  ConditionRecord,
  ContainerRecord,
  DeliveryRecord,
  EventRecord,
  RelatedRecord,
} from '../../kubernetes';

type FieldValue = Omit<Evidence, 'kind' | 'namespace' | 'name'>;

/** Evidence from a field of an object. */
export function fieldOf(
  { kind, namespace, name }: DeliveryRecord | RelatedRecord,
  { field, value, time }: FieldValue,
): Evidence {
  return {
    kind,
    namespace,
    name,
    field,
    value,
    ...(time !== undefined && { time }),
  };
}

/** Evidence from a container's status, by the path below the container. */
export function containerField(
  pod: DeliveryRecord,
  { name, type }: ContainerRecord,
  { field, value, time }: FieldValue,
): Evidence {
  const list = type === 'main' ? 'containerStatuses' : 'initContainerStatuses';
  return fieldOf(pod, {
    field: `status.${list}[${name}].${field}`,
    value,
    time,
  });
}

/** Evidence from a condition, with its time. */
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

/** Evidence from an event, with its count. */
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
