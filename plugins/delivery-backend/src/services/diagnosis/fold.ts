import type {
  Finding,
  FindingRule,
} from '@fairway/backstage-plugin-delivery-common';

/**
 * Distance of a rule from the root cause. Of two findings about the same pods, the
 * one with the larger distance is a symptom of the other. A rule without a
 * distance is neither a symptom nor a cause.
 */
const DISTANCE: Partial<Record<FindingRule, number>> = {
  nodeLost: 0,
  nodeNotReady: 0,
  preempted: 0,
  claimLost: 0,
  claimMissing: 0,
  claimPending: 0,
  claimRefused: 0,
  podNetworkNotReady: 0,
  pullSecretMissing: 0,
  rolloutFailed: 0,
  configMapKeyMissing: 1,
  configMapMissing: 1,
  containerCannotStart: 1,
  containerConfigWrong: 1,
  imageNameInvalid: 1,
  imageNotFound: 1,
  imageNotOnNode: 1,
  imagePullFailing: 1,
  imageRateLimited: 1,
  imageRegistryUnreachable: 1,
  imageUnauthorized: 1,
  imageIncomplete: 1,
  imageInspectFailing: 1,
  imageNoSpace: 1,
  imageRegistryUntrusted: 1,
  imageSignatureInvalid: 1,
  imageWrongPlatform: 1,
  initFailing: 1,
  initRunning: 1,
  limitRangeRefused: 1,
  outOfMemory: 1,
  outOfNodeMemory: 1,
  outOfPodMemory: 1,
  podNetworkFailing: 1,
  podSecurityRefused: 1,
  podsRefused: 1,
  policyRefused: 1,
  quotaExceeded: 1,
  quotaNeedsResources: 1,
  sandboxFailing: 1,
  sccRefused: 1,
  secretKeyMissing: 1,
  secretMissing: 1,
  serviceAccountMissing: 1,
  unschedulable: 1,
  unschedulableOther: 1,
  volumeNotAttached: 1,
  volumeNotMounted: 1,
  webhookRefused: 1,
  webhookUnavailable: 1,
  livenessFailing: 2,
  startupFailing: 2,
  postStartHookFailing: 2,
  containerFailed: 3,
  crashLoop: 3,
  crashLoopSignal: 3,
  crashLoopUnknown: 3,
  crashed: 3,
  commandNotFound: 3,
  commandNotExecutable: 3,
  probeKills: 3,
  exitsWell: 3,
  readinessFailing: 4,
  readinessFailingInService: 4,
  sidecarBlocking: 4,
  terminationStuck: 4,
  deadlineExceeded: 5,
  oldRevisionServing: 6,
  serviceWithoutEndpoints: 6,
};

/** Distance of a rule that is not a symptom; finite, so that distances can be compared. */
const FAR = 100;

/** Rules that matter only as symptoms: every rollout starts this way. */
const ONLY_SYMPTOM: FindingRule[] = ['oldRevisionServing', 'sidecarBlocking'];

const CERTAINTY = ['certain', 'likely', 'possible'];
const SEVERITY = ['critical', 'warning', 'info'];

/** Folds symptoms under their causes, the most certain first; pure. */
export function fold(findings: Finding[]): Finding[] {
  // A symptom of a symptom is listed under their common root cause.
  const rootsFirst = [...findings].sort(
    (a, b) => distance(a) - distance(b) || mostCertainFirst(a, b),
  );
  const roots: Finding[] = [];
  for (const candidate of rootsFirst) {
    const cause = roots.find(root => causes(root, candidate));
    if (cause) {
      const { symptoms, ...symptom } = candidate;
      cause.symptoms.push(symptom);
    } else if (!ONLY_SYMPTOM.includes(candidate.rule)) {
      roots.push({ ...candidate, symptoms: [] });
    }
  }
  return roots.sort(mostCertainFirst);
}

function causes(cause: Finding, effect: Finding): boolean {
  if (cause.severity === 'info') return false;
  if (distance(effect) === FAR || distance(cause) >= distance(effect)) {
    return false;
  }
  // A finding about the whole workload is a symptom of a finding about any of its pods.
  if (!effect.pods.length) return true;
  return effect.pods.some(pod => cause.pods.includes(pod));
}

function distance({ rule }: Finding): number {
  return DISTANCE[rule] ?? FAR;
}

function mostCertainFirst(a: Finding, b: Finding): number {
  return (
    CERTAINTY.indexOf(a.certainty) - CERTAINTY.indexOf(b.certainty) ||
    SEVERITY.indexOf(a.severity) - SEVERITY.indexOf(b.severity) ||
    b.pods.length - a.pods.length ||
    (a.sentence < b.sentence ? -1 : 1)
  );
}
