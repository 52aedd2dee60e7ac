import { readSchedulerMessage } from './schedulerMessage';

// Written by hand after the scheduler's source, for what no fixture has:
// other versions' words, and nodes that the local clusters do not have.
describe('readSchedulerMessage', () => {
  it.each([
    [
      '0/4 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 Insufficient cpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.',
      [
        { phrase: 'nodesCpu', values: { count: 3 } },
        {
          phrase: 'nodesTaintNamed',
          values: {
            count: 1,
            taint: 'node-role.kubernetes.io/control-plane',
          },
        },
      ],
    ],
    [
      "0/9 nodes are available: 2 node(s) were unschedulable, 3 node(s) exceed max volume count, 4 node(s) didn't have free ports for the requested pod ports.",
      [
        { phrase: 'nodesPorts', values: { count: 4 } },
        { phrase: 'nodesVolumeLimit', values: { count: 3 } },
        { phrase: 'nodesCordoned', values: { count: 2 } },
      ],
    ],
    [
      "0/3 nodes are available: 3 Too many pods, 1 node(s) didn't satisfy existing pods anti-affinity rules, 2 node(s) had volume node affinity conflict.",
      [
        { phrase: 'nodesPods', values: { count: 3 } },
        { phrase: 'nodesVolumeZone', values: { count: 2 } },
        { phrase: 'nodesAntiAffinity', values: { count: 1 } },
      ],
    ],
    [
      '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
      [{ phrase: 'nodesUnbound', values: { count: 3 } }],
    ],
    [
      '0/2 nodes are available: 2 node(s) speak another dialect.',
      [
        {
          phrase: 'nodesOther',
          values: { count: 2, reason: 'speak another dialect' },
        },
      ],
    ],
  ])('reads: %s', (message, reasons) => {
    expect(readSchedulerMessage(message)?.reasons).toEqual(reasons);
  });

  it('ignores parts that count no nodes', () => {
    expect(readSchedulerMessage('no nodes available')).toBeUndefined();
  });
});
