import { projectEvent } from '../projection/events';
import type { EventRecord } from '../projection/relatedRecords';
import { kindAndName } from './WatchedKind';
import type { WatchedKind } from './WatchedKind';

export const eventKind: WatchedKind<EventRecord> = {
  kind: 'Event',
  resource: 'events',
  path: '/api/v1/events',
  project: projectEvent,
  indexBy: {
    aboutUid: ({ about }) => about.uid,
    // The uid leads to workloads and what they own; the name leads to a claim.
    aboutClaim: ({ about: { kind, name }, namespace }) =>
      kind === 'PersistentVolumeClaim'
        ? kindAndName({ kind, namespace, name })
        : undefined,
  },
  describes: ({ about: { kind, name, uid }, namespace }) => [
    { kind, namespace, name, uid },
  ],
};
