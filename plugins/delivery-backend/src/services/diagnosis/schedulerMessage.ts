import type {
  FindingPhrase,
  FindingValues,
} from '@fairway/backstage-plugin-delivery-common';

/** A reason why some nodes do not accept a pod. */
interface NodeReason {
  phrase: FindingPhrase;
  values: FindingValues;
}

/** A parsed message of the scheduler. */
export interface SchedulerMessage {
  nodes: number;
  /** Reasons, by number of nodes, the largest first */
  reasons: NodeReason[];
}

// Messages of the scheduler's plugins, of current and older versions.
// https://github.com/kubernetes/kubernetes/tree/master/pkg/scheduler/framework/plugins
const PHRASES: [RegExp, FindingPhrase][] = [
  [/^Insufficient cpu/, 'nodesCpu'],
  [/^Insufficient memory/, 'nodesMemory'],
  [/^Too many pods/, 'nodesPods'],
  [/^Insufficient (?<resource>\S+)/, 'nodesResource'],
  [
    /untolerated taint \{(?<taint>(?:(?!: \})[^{}])+)(?:: )?\}/,
    'nodesTaintNamed',
  ],
  [/had taint \{(?<taint>(?:(?!: \})[^{}])+)(?:: )?\}/, 'nodesTaintNamed'],
  [/taint/, 'nodesTaint'],
  [/anti-affinity/, 'nodesAntiAffinity'],
  [/pod affinity rules/, 'nodesPodAffinity'],
  [/topology spread/, 'nodesSpread'],
  [
    /volume zone|PersistentVolume's node affinity|volume node affinity/,
    'nodesVolumeZone',
  ],
  [/node affinity|node selector|requested node name/, 'nodesAffinity'],
  [/available persistent volumes to bind|enough free storage/, 'nodesNoVolume'],
  [/unbound immediate/, 'nodesUnbound'],
  [/max volume count/, 'nodesVolumeLimit'],
  [/cannot allocate all claims/, 'nodesDevices'],
  [/free ports/, 'nodesPorts'],
  [/were unschedulable/, 'nodesCordoned'],
];

/** Parses a message of the scheduler; undefined if it does not count nodes. */
export function readSchedulerMessage(
  message: string,
): SchedulerMessage | undefined {
  // The rest of the message is about preemption and repeats the reasons.
  const found =
    /^\d+\/(\d+) nodes are available: (.*?)\.?(?: (?:preemption|no new claims).*)?$/s.exec(
      message,
    );
  if (!found) return undefined;
  const nodes = Number(found[1]);
  const reasons = found[2]
    .split(/, (?=\d+ )/)
    .map(part => readReason(part, nodes))
    .sort((a, b) => Number(b.values.count) - Number(a.values.count));
  return { nodes, reasons };
}

function readReason(part: string, nodes: number): NodeReason {
  const counted = /^(\d+) (?:node\(s\) )?(.*)$/s.exec(part);
  // A reason about the pod itself has no count: it applies to every node.
  const count = counted ? Number(counted[1]) : nodes;
  const reason = (counted ? counted[2] : part).replace(/\.$/, '');
  for (const [pattern, phrase] of PHRASES) {
    const match = pattern.exec(reason);
    if (match) return { phrase, values: { count, ...match.groups } };
  }
  return { phrase: 'nodesOther', values: { count, reason } };
}

/** Whether a message says that a claim of the pod has no volume yet. */
export function lacksVolume(message: string): boolean {
  return (readSchedulerMessage(message)?.reasons ?? []).some(({ phrase }) =>
    ['nodesNoVolume', 'nodesUnbound'].includes(phrase),
  );
}
