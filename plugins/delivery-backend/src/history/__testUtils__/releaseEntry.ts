import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { RecordedRelease, ReleaseEntry } from '../recordedRelease';
import type { TimelineEventEntry } from '../recordedTimelineEvent';

/** A recorded release of a workload with the label `backstage.io/kubernetes-id`. */
export function releaseEntry(
  id: string,
  service: string,
  startedAt: string,
  options: Partial<RecordedRelease> & {
    labels?: Record<string, string>;
    entity?: string;
  } = {},
): ReleaseEntry {
  const {
    labels = { 'backstage.io/kubernetes-id': service },
    entity,
    ...rest
  } = options;
  return {
    ownership: { id: labels['backstage.io/kubernetes-id'], entity, labels },
    release: {
      id,
      cluster: 'a',
      namespace: 'dev',
      workload: { kind: 'Deployment', name: service, uid: `${service}-w` },
      to: { number: 1, name: `${service}-${id}`, uid: id },
      images: [{ container: service, image: `${service}:1` }],
      cause: { how: 'field-manager', manager: 'harbour-ci', wrote: 'image' },
      startedAt,
      outcome: {
        state: 'completed',
        endedAt: startedAt,
        ...releaseExplanation('everyPodAvailable'),
      },
      reconstructed: false,
      ...rest,
    },
  };
}

/** A recorded event of a workload with the label `backstage.io/kubernetes-id`. */
export function eventEntry(
  id: string,
  service: string,
  at: string,
  options: Partial<TimelineEventEntry['record']> = {},
): TimelineEventEntry {
  const labels = { 'backstage.io/kubernetes-id': service };
  return {
    ownership: { id: service, labels },
    record: {
      id,
      cluster: 'a',
      namespace: 'dev',
      workload: { kind: 'Deployment', name: service, uid: `${service}-w` },
      event: { type: 'scaled', from: 1, to: 2 },
      firstAt: at,
      lastAt: at,
      firstNumber: 1,
      lastNumber: 1,
      ...options,
    },
  };
}

/** ISO time of a minute of one day. */
export function minute(number: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
}
