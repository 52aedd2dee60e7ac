import { z } from 'zod';
import type { EngineWorkload } from '@fairway/backstage-plugin-delivery-node';
import type { RolloutStep } from '@fairway/backstage-plugin-delivery-common';
import { readStep } from './steps';

const count = z.number().int().default(0);
const service = z.string().optional();

const canarySchema = z.object({
  steps: z.array(z.record(z.string(), z.unknown())).default([]),
  stableService: service,
  canaryService: service,
  trafficRouting: z.record(z.string(), z.unknown()).optional(),
});

const blueGreenSchema = z.object({
  activeService: service,
  previewService: service,
  autoPromotionEnabled: z.boolean().optional(),
  autoPromotionSeconds: z.number().optional(),
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
  spec: z.object({
    replicas: z.number().int().default(1),
    paused: z.boolean().default(false),
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
      blueGreen: z
        .object({ activeSelector: z.string().optional() })
        .prefault({}),
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
  /** Of the revision that takes what the new one does not */
  stableHash?: string;
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
    /** Names of Istio's VirtualServices */
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
  const { spec, status } = rolloutObjectSchema.parse(object);
  const { workloadRef } = spec;
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
    data: {
      ...(spec.strategy.blueGreen
        ? readBlueGreen(spec.strategy.blueGreen, status)
        : readCanary(spec.strategy.canary, status)),
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

function readCanary(
  canary: z.infer<typeof canarySchema> | undefined,
  status: Status,
) {
  const { weights } = status.canary;
  return {
    strategy: 'canary' as const,
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

// What waits between the two colours is like a step: one, that a person or time takes.
function readBlueGreen(
  blueGreen: z.infer<typeof blueGreenSchema>,
  status: Status,
) {
  const { activeSelector } = status.blueGreen;
  const seconds = blueGreen.autoPromotionSeconds;
  const isPromoted =
    activeSelector !== undefined && activeSelector === status.currentPodHash;
  const wait: RolloutStep =
    seconds === undefined ? { type: 'promote' } : { type: 'pause', seconds };
  const waits = blueGreen.autoPromotionEnabled === false || seconds;
  return {
    strategy: 'blue-green' as const,
    steps: waits ? [wait] : [],
    stepIndex: isPromoted || !waits ? 1 : 0,
    stableHash: activeSelector ?? status.stableRS,
    stableService: blueGreen.activeService,
    newService: blueGreen.previewService,
  };
}

function readRouter(
  trafficRouting: Record<string, unknown>,
): ArgoRollout['router'] {
  const [kind] = Object.keys(trafficRouting).filter(
    name => !['managedRoutes', 'maxTrafficWeight'].includes(name),
  );
  if (kind === undefined) return undefined;
  const istio = istioSchema.safeParse(trafficRouting.istio);
  if (kind !== 'istio' || !istio.success) return { kind, virtualServices: [] };
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
