import type {
  FindingPhrase,
  FindingValues,
} from '@fairway/backstage-plugin-delivery-common';

/** Why some nodes do not take a pod. */
interface NodeReason {
  phrase: FindingPhrase;
  values: FindingValues;
}

/** A scheduler's message, read. */
export interface SchedulerMessage {
  nodes: number;
  /** Those that concern most nodes first */
  reasons: NodeReason[];
}

// In the words of the scheduler's plugins, today's and those of older ones.
// https://github.com/kubernetes/kubernetes/tree/master/pkg/scheduler/framework/plugins
const PHRASES: [RegExp, FindingPhrase][] = [
  [/^Insufficient cpu/, 'nodesCpu'],
  [/^Insufficient memory/, 'nodesMemory'],
  [/^Too many pods/, 'nodesPods'],
  [/^Insufficient (?<resource>\S+)/, 'nodesResource'],
  [/untolerated taint \{(?<taint>[^}]+?)(?:: )?\}/, 'nodesTaintNamed'],
  [/had taint \{(?<taint>[^}]+?)(?:: )?\}/, 'nodesTaintNamed'],
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
  [/free ports/, 'nodesPorts'],
  [/were unschedulable/, 'nodesCordoned'],
];

/** Undefined for a message that does not count nodes. */
export function readSchedulerMessage(
  message: string,
): SchedulerMessage | undefined {
  // What follows the first sentence is about preemption, which only repeats it.
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
  // What concerns the pod itself has no count: it holds for every node.
  const count = counted ? Number(counted[1]) : nodes;
  const reason = (counted ? counted[2] : part).replace(/\.$/, '');
  for (const [pattern, phrase] of PHRASES) {
    const match = pattern.exec(reason);
    if (match) return { phrase, values: { count, ...match.groups } };
  }
  return { phrase: 'nodesOther', values: { count, reason } };
}
