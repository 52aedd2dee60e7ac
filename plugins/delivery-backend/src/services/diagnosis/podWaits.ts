import type {
  FindingValues,
  HealthReason,
} from '@fairway/backstage-plugin-delivery-common';
import type { PodRecord, WorkloadSnapshot } from '../../kubernetes';
import { isRecent } from './grace';
import { eventsAbout } from './podEvents';
import { lacksVolume } from './schedulerMessage';

/** Time after which an announced node should have been there. */
const NEW_NODE_MS = 10 * 60_000;

/** Message of the scheduler while a claim for devices is created. */
const RESOURCE_CLAIM =
  /waiting for dynamic resource controller to create the resourceclaim "([^"]+)"/;

/** What a pod waits for: a reason of the health, with its values. */
export interface PodWait {
  reason: HealthReason;
  values: FindingValues;
}

type Snapshot = Pick<WorkloadSnapshot, 'relatedObjects'>;

/** What a pod that has no node waits for; undefined if nothing gives it one. */
export function schedulingWait(
  pod: PodRecord,
  snapshot: Snapshot,
  now: number,
): PodWait | undefined {
  if (pod.status === 'waiting') {
    const gates = (pod.gates ?? []).join(', ');
    return { reason: 'schedulingGated', values: { gates } };
  }
  if (pod.status !== 'unschedulable') return undefined;
  const claim = bindingClaim(pod, snapshot, now);
  if (claim !== undefined)
    return { reason: 'waitsForVolume', values: { claim } };
  const resourceClaim = RESOURCE_CLAIM.exec(pod.message ?? '')?.[1];
  if (resourceClaim !== undefined) {
    const values = { claim: resourceClaim };
    return { reason: 'waitsForResourceClaim', values };
  }
  if (pod.nominatedNode !== undefined) {
    const values = { node: pod.nominatedNode };
    return { reason: 'waitsForPreemption', values };
  }
  return isNodeComing(pod, snapshot, now)
    ? { reason: 'waitsForNewNode', values: {} }
    : undefined;
}

/** What a pod that is not ready waits for; undefined if it is not known. */
export function podWait(
  pod: PodRecord,
  snapshot: Snapshot,
  now: number,
): PodWait | undefined {
  switch (pod.status) {
    case 'waiting':
    case 'unschedulable':
      return schedulingWait(pod, snapshot, now);
    case 'starting':
      return startWait(pod, snapshot);
    case 'not-ready': {
      const gates = (pod.readinessGates ?? []).join(', ');
      return gates
        ? { reason: 'waitsForReadinessGate', values: { gates } }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** New claim that is not bound yet, and that keeps a pod from getting a node. */
function bindingClaim(
  { message = '', claims = [] }: PodRecord,
  { relatedObjects }: Snapshot,
  now: number,
): string | undefined {
  if (!lacksVolume(message)) return undefined;
  return relatedObjects.claims.find(
    ({ name, phase, createdAt }) =>
      claims.includes(name) &&
      phase === 'Pending' &&
      isRecent(createdAt, 'claim', now),
  )?.name;
}

/** Whether the cluster autoscaler or Karpenter has announced a new node for a pod. */
function isNodeComing(
  { uid }: PodRecord,
  { relatedObjects }: Snapshot,
  now: number,
): boolean {
  const latest = eventsAbout({ relatedObjects }, uid).find(({ reason }) =>
    ['TriggeredScaleUp', 'NotTriggerScaleUp', 'Nominated'].includes(reason),
  );
  return (
    latest !== undefined &&
    latest.reason !== 'NotTriggerScaleUp' &&
    now - Date.parse(latest.lastAt) < NEW_NODE_MS
  );
}

/** What a pod that is starting on its node waits for. */
function startWait(pod: PodRecord, snapshot: Snapshot): PodWait | undefined {
  if (pod.lacksSandbox) return { reason: 'waitsForSandbox', values: {} };
  const containers = pod.containers ?? [];
  const waiting = containers.filter(({ waiting: state }) => state);
  const pull = eventsAbout(snapshot, pod.uid).find(
    ({ reason, about }) =>
      reason === 'Pulling' &&
      waiting.some(({ name }) => about.fieldPath?.endsWith(`{${name}}`)),
  );
  const pulling = waiting.find(({ name }) =>
    pull?.about.fieldPath?.endsWith(`{${name}}`),
  );
  if (pulling) {
    return { reason: 'pullingImage', values: { image: pulling.image } };
  }
  const unfinished = containers.find(
    ({ type, ready, started }) =>
      (type === 'init' && !ready) || (type === 'sidecar' && !started),
  );
  if (unfinished) {
    return {
      reason: unfinished.type === 'init' ? 'waitsForInit' : 'waitsForSidecar',
      values: { container: unfinished.name },
    };
  }
  const unstarted = containers.find(
    ({ runningSince, started, probes }) =>
      runningSince && !started && probes.includes('startup'),
  );
  return unstarted
    ? { reason: 'waitsForStartup', values: { container: unstarted.name } }
    : undefined;
}
