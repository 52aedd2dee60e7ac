import { z } from 'zod';
import type { EngineWorkload } from '@fairway/backstage-plugin-delivery-node';
import type { RolloutStep } from '@fairway/backstage-plugin-delivery-common';
import {
  blueGreenSchema,
  blueGreenStatusSchema,
  readBlueGreen,
} from './blueGreen';
import { readStep } from './steps';
import { virtualServiceRef } from './virtualService';

const count = z.number().int().default(0);
const service = z.string().optional();

const canarySchema = z.object({
  steps: z.array(z.record(z.string(), z.unknown())).default([]),
  stableService: service,
  canaryService: service,
  trafficRouting: z.record(z.string(), z.unknown()).optional(),
});

const istioService = z.object({ name: z.string() });

/** @see https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/ */
const istioSchema = z.object({
  virtualService: istioService.optional(),
  virtualServices: z.array(istioService).default([]),
  destinationRule: z
    .object({
      canarySubsetName: z.string().optional(),
      stableSubsetName: z.string().optional(),
    })
    .prefault({}),
});

/** @see https://argo-rollouts.readthedocs.io/en/stable/features/specification/ */
const rolloutObjectSchema = z.object({
  metadata: z.object({ namespace: z.string().default('') }).prefault({}),
  spec: z.object({
    replicas: z.number().int().default(1),
    paused: z.boolean().default(false),
    minReadySeconds: z.number().int().optional(),
    // None where it is another workload's
    template: z.unknown().optional(),
    workloadRef: z
      .object({ kind: z.string().default(''), name: z.string().default('') })
      .optional(),
    strategy: z
      .object({
        canary: canarySchema.optional(),
        blueGreen: blueGreenSchema.optional(),
      })
      .prefault({}),
  }),
  status: z
    .object({
      // A string, for a reason that only its history knows
      observedGeneration: z.coerce.number().catch(0).default(0),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
            lastTransitionTime: z.string().optional(),
          }),
        )
        .default([]),
      phase: z.string().optional(),
      message: z.string().optional(),
      abort: z.boolean().default(false),
      abortedAt: z.string().nullish(),
      currentPodHash: z.string().optional(),
      currentStepIndex: z.number().int().optional(),
      stableRS: z.string().optional(),
      pauseConditions: z
        .array(z.object({ reason: z.string(), startTime: z.string() }))
        .default([]),
      replicas: count,
      updatedReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      blueGreen: blueGreenStatusSchema,
      canary: z
        .object({
          weights: z
            .object({
              canary: z.object({
                weight: z.number(),
                serviceName: z.string().default(''),
              }),
              stable: z.object({
                weight: z.number(),
                serviceName: z.string().default(''),
              }),
            })
            .nullish(),
        })
        .prefault({}),
    })
    .prefault({}),
});

/** What is kept of a Rollout besides what every workload has. */
export interface ArgoRollout {
  strategy: 'canary' | 'blue-green';
  steps: RolloutStep[];
  /** Undefined before the controller has seen it */
  stepIndex?: number;
  currentHash?: string;
  /** Hash of the revision that takes what the new one does not */
  stableHash?: string;
  /** Hash of the revision that was promoted last; of a blue-green rollout, after its last analysis */
  promotedHash?: string;
  /** Analysis that a blue-green rollout waits for, before or after the switch */
  promotionAnalysis?: 'before' | 'after';
  phase?: string;
  message?: string;
  isPaused: boolean;
  abortedAt?: string;
  isAborted: boolean;
  pauses: { reason: string; startTime: string }[];
  stableService?: string;
  newService?: string;
  router?: {
    kind: string;
    /** References to VirtualServices of Istio: `name` or `name.namespace` */
    virtualServices: string[];
    stableSubset?: string;
    newSubset?: string;
  };
  /** Per cent, as the controller reports them */
  weights?: { stable: number; new: number };
}

const HASH_LABEL = 'rollouts-pod-template-hash';

/**
 * Reads a Rollout.
 * @throws ZodError when it does not look like one
 */
export function projectRollout(object: unknown): EngineWorkload<ArgoRollout> {
  const { metadata, spec, status } = rolloutObjectSchema.parse(object);
  const { workloadRef } = spec;
  const data = spec.strategy.blueGreen
    ? readBlueGreen(spec.strategy.blueGreen, status)
    : readCanary(spec.strategy.canary, status);
  return {
    template: spec.template,
    replaces: workloadRef?.name
      ? { kind: workloadRef.kind, name: workloadRef.name }
      : undefined,
    hashLabel: HASH_LABEL,
    currentHash: status.currentPodHash,
    observedGeneration: status.observedGeneration,
    conditions: status.conditions,
    desired: spec.replicas,
    created: status.replicas,
    updated: status.updatedReplicas,
    ready: status.readyReplicas,
    available: status.availableReplicas,
    ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
    ...(data.router && {
      refersTo: data.router.virtualServices.map(name => ({
        kind: 'VirtualService',
        ...virtualServiceRef(name, metadata.namespace),
      })),
    }),
    data: {
      ...data,
      promotedHash: status.stableRS,
      currentHash: status.currentPodHash,
      phase: status.phase,
      message: status.message,
      isPaused: spec.paused,
      isAborted: status.abort,
      abortedAt: status.abortedAt ?? undefined,
      pauses: status.pauseConditions,
    },
  };
}

type Status = z.infer<typeof rolloutObjectSchema>['status'];

/** Data that depends on the strategy. */
export type StrategyData = Omit<
  ArgoRollout,
  'currentHash' | 'phase' | 'message' | 'isPaused' | 'isAborted' | 'pauses'
>;

function readCanary(
  canary: z.infer<typeof canarySchema> | undefined,
  status: Status,
): StrategyData {
  const { weights } = status.canary;
  return {
    strategy: 'canary',
    steps: (canary?.steps ?? []).map(readStep),
    stepIndex: status.currentStepIndex,
    stableHash: status.stableRS,
    stableService: canary?.stableService,
    newService: canary?.canaryService,
    router: canary?.trafficRouting && readRouter(canary.trafficRouting),
    ...(weights && {
      weights: { stable: weights.stable.weight, new: weights.canary.weight },
    }),
  };
}

function readRouter(
  trafficRouting: Record<string, unknown>,
): ArgoRollout['router'] {
  const kinds = routerKinds(trafficRouting);
  if (!kinds.length) return undefined;
  const kind = kinds.join(', ');
  const istio = istioSchema.safeParse(trafficRouting.istio);
  if (!istio.success) return { kind, virtualServices: [] };
  const { virtualService, virtualServices, destinationRule } = istio.data;
  return {
    kind,
    virtualServices: [
      ...(virtualService ? [virtualService] : []),
      ...virtualServices,
    ].map(({ name }) => name),
    stableSubset: destinationRule.stableSubsetName,
    newSubset: destinationRule.canarySubsetName,
  };
}

/** Names of the routers; those of plugins by the name of the plugin. */
function routerKinds(trafficRouting: Record<string, unknown>): string[] {
  const { plugins, ...own } = trafficRouting;
  const read = z.record(z.string(), z.unknown()).safeParse(plugins);
  return [
    ...Object.keys(own).filter(
      name => !['managedRoutes', 'maxTrafficWeight'].includes(name),
    ),
    ...(read.success ? Object.keys(read.data) : []),
  ];
}
