import { claim, dataVolume, workload } from '../steps.ts';
import type { Case, KubernetesObject } from '../steps.ts';

const asks = (requests: Record<string, string>) => ({
  container: { resources: { requests } },
});
const unplaced = { until: /"reason":"Unschedulable"/ };

const zoneVolume: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'NAMESPACE' },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'by-hand',
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: '/var/lib/volumes/zone' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              {
                key: 'topology.kubernetes.io/zone',
                operator: 'In',
                values: ['eu-west-1a'],
              },
            ],
          },
        ],
      },
    },
  },
};

/** Pods that cannot be scheduled, and claims without a volume. */
export const placementCases: Record<string, Case> = {
  unschedulableCpu: {
    steps: [{ apply: [workload({}, asks({ cpu: '64' }))] }, unplaced],
  },
  unschedulableMemory: {
    steps: [{ apply: [workload({}, asks({ memory: '1Ti' }))] }, unplaced],
  },
  unschedulableResource: {
    steps: [
      {
        apply: [
          workload(
            {},
            {
              container: {
                resources: { limits: { 'example.com/gpu': '1' } },
              },
            },
          ),
        ],
      },
      unplaced,
    ],
  },
  unschedulableNodeSelector: {
    steps: [
      {
        apply: [workload({ nodeSelector: { 'harbour.example/disk': 'tape' } })],
      },
      unplaced,
    ],
  },
  unschedulablePodAffinity: {
    steps: [
      {
        apply: [
          workload({
            affinity: {
              podAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: [
                  {
                    topologyKey: 'kubernetes.io/hostname',
                    labelSelector: { matchLabels: { app: 'nobody' } },
                  },
                ],
              },
            },
          }),
        ],
      },
      unplaced,
    ],
  },
  unschedulableAntiAffinity: {
    steps: [
      {
        apply: [
          workload(
            {
              affinity: {
                podAntiAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: [
                    {
                      topologyKey: 'topology.kubernetes.io/region',
                      labelSelector: { matchLabels: { app: 'orders' } },
                    },
                  ],
                },
              },
            },
            { replicas: 2 },
          ),
        ],
      },
      unplaced,
      { until: /"readyReplicas":1/ },
    ],
  },
  unschedulableSpread: {
    steps: [
      {
        apply: [
          workload({
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: 'no-such-label',
                whenUnsatisfiable: 'DoNotSchedule',
                labelSelector: { matchLabels: { app: 'orders' } },
              },
            ],
          }),
        ],
      },
      unplaced,
    ],
  },
  unschedulableVolumeZone: {
    steps: [
      {
        apply: [zoneVolume, { ...claim('by-hand', '1Gi') }],
      },
      { until: /"phase":"Bound"/ },
      {
        apply: [
          workload({
            ...dataVolume,
            nodeSelector: { 'topology.kubernetes.io/zone': 'eu-west-1b' },
          }),
        ],
      },
      unplaced,
    ],
    cleanUp: [['delete', 'persistentvolume', 'NAMESPACE', '--wait=false']],
  },
  unschedulableOther: {
    steps: [
      { apply: [workload({ schedulerName: 'nobody' })] },
      { until: /"kind":"Pod"/ },
      {
        podStatus: {
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              message: 'no nodes available to schedule pods',
              lastTransitionTime: '2026-01-01T10:00:00Z',
            },
          ],
        },
      },
    ],
  },
  claimMissing: {
    steps: [{ apply: [workload(dataVolume)] }, unplaced],
  },
  claimPending: {
    steps: [
      { apply: [claim('standard', '900Gi'), workload(dataVolume)] },
      unplaced,
    ],
  },
  claimRefused: {
    steps: [
      { apply: [claim('fastest', '1Gi'), workload(dataVolume)] },
      unplaced,
      { until: /"reason":"ProvisioningFailed"/ },
    ],
  },
  claimLost: {
    steps: [
      { apply: [zoneVolume, claim('by-hand', '1Gi')] },
      { until: /"phase":"Bound"/ },
      { apply: [workload(dataVolume)] },
      { until: /"readyReplicas":1/ },
      { kubectl: ['delete', 'persistentvolume', 'NAMESPACE', '--wait=false'] },
      {
        kubectl: [
          'patch',
          'persistentvolume',
          'NAMESPACE',
          '--type=merge',
          '--patch={"metadata":{"finalizers":null}}',
        ],
      },
      { until: /"phase":"Lost"/ },
    ],
  },
};
