import type {
  Evidence,
  FindingRule,
  Observation,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ConditionRecord,
  EventRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { conditionOf, fieldOf, eventEvidence } from './evidence';
import { readConstraintRefusal } from './constraintRefusal';
import { readQuotaRefusal } from './quotaRefusal';
import type { Rule } from './Rule';

type Words = Pick<Observation, 'rule' | 'values' | 'details'>;

// Messages of the API server.
const PATTERNS: [RegExp, FindingRule][] = [
  [
    /failed quota: (?<quota>[^:]+): must specify (?<resources>(?:(?! for: ).)+)/,
    'quotaNeedsResources',
  ],
  [/(?<message>\[?(?:minimum|maximum) \S+ usage per .+)/, 'limitRangeRefused'],
  [
    /(?:^|\s)(?<message>\S+ max limit to request ratio per .+)/,
    'limitRangeRefused',
  ],
  [
    /admission webhook "(?<webhook>[^"]+)" denied the request(?::? (?<message>.+))?/s,
    'webhookRefused',
  ],
  [/failed calling webhook "(?<webhook>[^"]+)"/, 'webhookUnavailable'],
  [
    /ValidatingAdmissionPolicy '(?<policy>[^']+)'(?: with binding '[^']+')? denied request: (?<message>.+)/s,
    'policyRefused',
  ],
  [
    /violates PodSecurity "(?<level>[^":]+)(?::[^"]*)?": (?<message>.+)/s,
    'podSecurityRefused',
  ],
  [/serviceaccount "(?<object>[^"]+)" not found/, 'serviceAccountMissing'],
];

/** Pods that the API server does not create. */
export const refusals: Rule = snapshot => {
  const refusal = currentRefusal(snapshot);
  if (!refusal) return [];
  const { message, condition, said } = refusal;
  const words = wordsFor(message);
  return [
    {
      ...words,
      severity: 'critical',
      certainty: 'certain',
      evidence: [
        ...(condition ? [conditionOf(snapshot.workload, condition)] : []),
        ...(said ? [eventEvidence(said)] : []),
        ...quotaNow(snapshot, words),
      ],
      since: condition?.lastTransitionTime ?? said?.firstAt,
      pods: [],
    },
  ];
};

/** Why the API server does not create pods, or the ReplicaSet of a Deployment, now. */
export function currentRefusal(snapshot: WorkloadSnapshot):
  | {
      message: string;
      condition: ConditionRecord | undefined;
      said: EventRecord | undefined;
    }
  | undefined {
  const condition = snapshot.workload.conditions.find(isRefusal);
  const said = lastRefusal(snapshot);
  const message = condition?.message ?? said?.message ?? condition?.reason;
  return message === undefined ? undefined : { message, condition, said };
}

function isRefusal({ type, status, reason }: ConditionRecord): boolean {
  return (
    (type === 'ReplicaFailure' && status === 'True') ||
    (type === 'Progressing' && reason === 'ReplicaSetCreateError')
  );
}

/**
 * The latest rejection, if it still applies. A Deployment has a condition for it,
 * other workloads have only events.
 */
function lastRefusal({
  workload,
  pods,
  relatedObjects,
}: WorkloadSnapshot): EventRecord | undefined {
  const said = relatedObjects.events
    .filter(({ reason }) => reason === 'FailedCreate')
    .sort((a, b) => (a.lastAt > b.lastAt ? -1 : 1))
    .at(0);
  if (!said) return undefined;
  if (workload.kind === 'Deployment') {
    return workload.conditions.some(isRefusal) ? said : undefined;
  }
  const isOver =
    workload.created >= workload.desired ||
    pods.some(({ createdAt }) => createdAt > said.lastAt);
  return isOver ? undefined : said;
}

function wordsFor(message: string): Words {
  const quota = readQuotaRefusal(message);
  if (quota) {
    return {
      rule: 'quotaExceeded',
      values: { quota: quota.quota },
      details: quota.resources.map(values => ({
        phrase: 'quotaResource',
        values,
      })),
    };
  }
  const constraints = readConstraintRefusal(message);
  if (constraints) {
    return {
      rule: 'sccRefused',
      details: constraints.map(values => ({ phrase: 'sccField', values })),
    };
  }
  for (const [pattern, rule] of PATTERNS) {
    const found = pattern.exec(message);
    if (found) {
      const { groups = {} } = found;
      const values = Object.entries(groups).map(([k, v]) => [k, v ?? '']);
      return { rule, values: Object.fromEntries(values) };
    }
  }
  // The start of the message names a pod that was not created, a new one each time.
  const reason = message.replace(/^.*? is forbidden: /s, '');
  return { rule: 'podsRefused', values: { message: reason } };
}

/** Evidence from the quota now, whose use may have changed since the rejection. */
function quotaNow(
  { relatedObjects }: WorkloadSnapshot,
  { values, details = [] }: Words,
): Evidence[] {
  return relatedObjects.quotas
    .filter(({ name }) => name === values?.quota)
    .flatMap(quota =>
      details.flatMap(({ values: { resource } }) => {
        const { used, hard } = quota;
        const value = `${used[resource] ?? 0} of ${hard[resource] ?? ''} used`;
        return fieldOf(quota, { field: `status.used[${resource}]`, value });
      }),
    );
}
