import { podsOnNode } from './disruptions';
import { fieldOf } from './evidence';
import type { Rule } from './Rule';

/** Nodes that are lost or not ready, with pods of the workload on them. */
export const nodes: Rule = ({ pods, relatedObjects }) =>
  relatedObjects.nodes
    .filter(node => node.ready !== 'True')
    .map(node => {
      const own = podsOnNode(pods, node.name).filter(
        ({ status }) => status !== 'succeeded' && status !== 'failed',
      );
      const { ready, reason, message, since, taints } = node;
      const why = [reason, message].filter(Boolean).join(': ');
      return {
        // The condition is Unknown if the kubelet does not report at all.
        rule:
          ready === 'Unknown'
            ? ('nodeLost' as const)
            : ('nodeNotReady' as const),
        severity: 'critical' as const,
        // A node without the condition may be too new to have one.
        certainty: reason ? ('certain' as const) : ('likely' as const),
        values: {
          node: node.name,
          failing: own.length,
          pods: pods.length,
        },
        evidence: [
          fieldOf(node, {
            field: 'status.conditions[Ready]',
            value: why ? `${ready}, ${why}` : ready,
            time: since,
          }),
          ...(taints.length
            ? [
                fieldOf(node, {
                  field: 'spec.taints',
                  value: taints.join(', '),
                }),
              ]
            : []),
        ],
        since,
        pods: own.map(pod => pod.name).sort(),
      };
    })
    .filter(({ pods: own }) => own.length > 0);
