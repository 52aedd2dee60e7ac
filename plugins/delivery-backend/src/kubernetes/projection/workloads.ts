import { FAIRWAY_ACTOR } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { claimingEntity } from './claimingEntity';
import {
  conditionsSchema,
  metadataSchema,
  projectMetadata,
  revisionNumber,
} from './objectSchema';
import type { Metadata } from './objectSchema';
import type {
  ConditionRecord,
  DaemonSetRecord,
  DeploymentRecord,
  StatefulSetRecord,
} from './records';
import { nodeSelection, nodeSelectorOf } from './nodeSelection';
import { projectTemplate, templateSchema } from './template';
import { templateWrites } from './templateWrites';

const count = z.number().int().default(0);
const minReadySeconds = z.number().int().nullish();

const statusSchema = z.object({
  observedGeneration: count,
  conditions: conditionsSchema,
});

const deploymentSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.number().int().default(1),
    paused: z.boolean().default(false),
    minReadySeconds,
    template: templateSchema,
  }),
  status: statusSchema
    .extend({
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
    })
    .prefault({}),
});

const statefulSetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.number().int().default(1),
    podManagementPolicy: z.string().optional(),
    minReadySeconds,
    updateStrategy: z
      .object({
        type: z.string().optional(),
        rollingUpdate: z.object({ partition: count }).prefault({}),
      })
      .prefault({}),
    template: templateSchema,
  }),
  status: statusSchema
    .extend({
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      currentRevision: z.string().optional(),
      updateRevision: z.string().optional(),
    })
    .prefault({}),
});

const daemonSetSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    updateStrategy: z.object({ type: z.string().optional() }).prefault({}),
    minReadySeconds,
    template: templateSchema.extend({
      spec: templateSchema.shape.spec.extend(nodeSelection),
    }),
  }),
  status: statusSchema
    .extend({
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
    })
    .prefault({}),
});

export function projectDeployment(object: unknown): DeploymentRecord {
  const { metadata, spec, status } = deploymentSchema.parse(object);
  return {
    kind: 'Deployment',
    ...projectWorkload(metadata, spec, status),
    revision: revisionNumber(metadata),
    paused: spec.paused,
    desired: spec.replicas,
    created: status.replicas,
    updated: status.updatedReplicas,
    ready: status.readyReplicas,
    available: status.availableReplicas,
  };
}

export function projectStatefulSet(object: unknown): StatefulSetRecord {
  const { metadata, spec, status } = statefulSetSchema.parse(object);
  return {
    kind: 'StatefulSet',
    ...projectWorkload(metadata, spec, status),
    updateRevision: status.updateRevision,
    currentRevision: status.currentRevision,
    onDelete: spec.updateStrategy.type === 'OnDelete',
    isOrdered: spec.podManagementPolicy !== 'Parallel',
    partition: spec.updateStrategy.rollingUpdate.partition,
    desired: spec.replicas,
    created: status.replicas,
    updated: status.updatedReplicas,
    ready: status.readyReplicas,
    available: status.availableReplicas,
  };
}

export function projectDaemonSet(object: unknown): DaemonSetRecord {
  const { metadata, spec, status } = daemonSetSchema.parse(object);
  return {
    kind: 'DaemonSet',
    ...projectWorkload(metadata, spec, status),
    onDelete: spec.updateStrategy.type === 'OnDelete',
    nodeSelector: nodeSelectorOf(spec.template.spec),
    desired: status.desiredNumberScheduled,
    created: status.currentNumberScheduled,
    updated: status.updatedNumberScheduled,
    ready: status.numberReady,
    available: status.numberAvailable,
  };
}

function projectWorkload(
  metadata: Metadata,
  spec: {
    template: z.infer<typeof templateSchema>;
    minReadySeconds?: number | null;
  },
  status: { observedGeneration: number; conditions: ConditionRecord[] },
) {
  return {
    ...projectWorkloadMetadata(metadata),
    template: projectTemplate(spec.template, metadata),
    podLabels: spec.template.metadata.labels,
    ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
    observedGeneration: status.observedGeneration,
    conditions: status.conditions,
  };
}

/** Metadata of a workload of any kind. */
export function projectWorkloadMetadata(metadata: Metadata) {
  return {
    ...projectMetadata(metadata),
    entity: claimingEntity(metadata),
    generation: metadata.generation ?? 0,
    ...templateWrites(metadata),
    actor: metadata.annotations[FAIRWAY_ACTOR],
  };
}
