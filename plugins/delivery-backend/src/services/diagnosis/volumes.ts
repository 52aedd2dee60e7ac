import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type {
  ConditionRecord,
  EventRecord,
  PvcRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { eventsAbout } from './podEvents';
import { conditionOf, fieldOf, eventEvidence } from './evidence';
import type { DiagnosedWorkload, Rule } from './Rule';
import { isRecent } from './grace';
import { lacksVolume } from './schedulerMessage';

/** PersistentVolumeClaims without a volume, and the reason. */
export const volumes: Rule = snapshot =>
  snapshot.relatedObjects.claims.flatMap(claim => observe(snapshot, claim));

function observe(snapshot: DiagnosedWorkload, claim: PvcRecord): Observation[] {
  const users = snapshot.pods.filter(pod => pod.claims?.includes(claim.name));
  const base = {
    severity: 'critical' as const,
    certainty: 'certain' as const,
    values: { claim: claim.name },
    since: claim.createdAt,
    pods: users.map(pod => pod.name).sort(),
  };
  const phase = fieldOf(claim, { field: 'status.phase', value: claim.phase });
  const request = fieldOf(claim, {
    field: 'spec',
    value: `${claim.requested ?? ''} of storage class ${claim.storageClass ?? 'none'}`,
    time: claim.createdAt,
  });
  if (claim.phase === 'Lost') {
    return [{ ...base, rule: 'claimLost', evidence: [phase] }];
  }
  if (claim.phase === 'Bound' && claim.change) {
    return [observeChange(claim, claim.change, base.pods)];
  }
  if (claim.phase !== 'Pending') return [];
  const refusal = refusalOf(snapshot, claim);
  if (refusal) {
    const values = { ...base.values, message: refusal.message };
    const evidence = [eventEvidence(refusal), phase, request];
    return [{ ...base, rule: 'claimRefused', values, evidence }];
  }
  // Many claims wait until their pod has a node: then the cause is in the pod.
  const isWaitedFor = users.some(
    ({ status, message = '' }) =>
      status === 'unschedulable' && lacksVolume(message),
  );
  return isWaitedFor && !isRecent(claim.createdAt, 'claim', snapshot.now)
    ? [{ ...base, rule: 'claimPending', evidence: [phase, request] }]
    : [];
}

/** A change of a claim's size or attributes that failed, or that waits for a restart. */
function observeChange(
  claim: PvcRecord,
  change: ConditionRecord,
  pods: string[],
): Observation {
  const isWaiting = change.type === 'FileSystemResizePending';
  const message = change.message ?? change.type;
  return {
    rule: isWaiting ? 'claimResizeWaiting' : 'claimChangeFailing',
    severity: isWaiting ? 'info' : 'warning',
    certainty: 'certain',
    values: { claim: claim.name, ...(!isWaiting && { message }) },
    evidence: [conditionOf(claim, change)],
    since: change.lastTransitionTime ?? undefined,
    pods,
  };
}

function refusalOf(
  snapshot: WorkloadSnapshot,
  claim: PvcRecord,
): EventRecord | undefined {
  return eventsAbout(snapshot, claim.uid).find(({ reason }) =>
    ['ProvisioningFailed', 'FailedBinding'].includes(reason),
  );
}
