import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';

/**
 * One step of a rollout, by type:
 *
 * - `weight`: percentage of the traffic if a traffic router splits it, otherwise
 *   percentage of the pods
 * - `scale`: number or percentage of pods of the new revision, independent of the
 *   traffic
 * - `headerRoute`: requests with these headers go to the new revision; without
 *   headers, the step removes the route
 * - `mirrorRoute`: percentage of the requests that is copied to the new revision
 * - `pause`: waits for a number of seconds, or for a person if there is none
 * - `analysis`, `experiment`: waits for the result of an analysis
 * - `promote`: waits for a person before the new revision receives all traffic
 *   (blue-green)
 * - `other`: a step of an unknown type, with its name
 *
 * @public
 */
export const rolloutStepSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('weight'), percent: z.number() }),
  z.object({
    type: z.literal('scale'),
    percent: z.number().optional(),
    replicas: z.number().int().optional(),
    matchesTraffic: z.boolean(),
  }),
  z.object({
    type: z.literal('headerRoute'),
    name: z.string(),
    matches: z.array(
      z.object({
        header: z.string(),
        how: z.enum(['exact', 'prefix', 'regex']),
        value: z.string(),
      }),
    ),
  }),
  z.object({
    type: z.literal('mirrorRoute'),
    name: z.string(),
    percent: z.number(),
  }),
  z.object({ type: z.literal('pause'), seconds: z.number().optional() }),
  z.object({ type: z.literal('analysis'), templates: z.array(z.string()) }),
  z.object({ type: z.literal('experiment'), templates: z.array(z.string()) }),
  z.object({ type: z.literal('promote') }),
  z.object({ type: z.literal('other'), name: z.string() }),
]);

/** One step of a rollout; see {@link rolloutStepSchema}. @public */
export type RolloutStep = z.infer<typeof rolloutStepSchema>;

/**
 * A condition of a route, by the part of the request that it is about. `name` is the
 * name of a header, a query parameter or a label; `withoutHeader` is fulfilled by
 * requests that do not have such a header; `other` is a condition of an unknown type,
 * with its name.
 *
 * @public
 */
export const trafficConditionSchema = z.object({
  on: z.enum([
    'header',
    'withoutHeader',
    'path',
    'method',
    'host',
    'scheme',
    'query',
    'port',
    'gateway',
    'sourceLabel',
    'sourceNamespace',
    'subnet',
    'serverName',
    'other',
  ]),
  name: z.string().optional(),
  /** `present`: any value */
  how: z.enum(['exact', 'prefix', 'regex', 'present']),
  value: z.string(),
});

/** A condition of a route; see {@link trafficConditionSchema}. @public */
export type TrafficCondition = z.infer<typeof trafficConditionSchema>;

/** One route of the traffic router's object, read from the cluster. @public */
export const trafficRouteSchema = z.object({
  name: z.string().optional(),
  /** Kind and name of its object; absent if there is only one object */
  object: z.string().optional(),
  /**
   * Alternatives: a request must fulfil all conditions of one of them. Empty for a
   * route that takes all remaining requests.
   */
  matches: z.array(z.array(trafficConditionSchema)),
  /** Percentage of the route's requests for each destination */
  to: z.array(
    z.object({
      revision: z.enum(['stable', 'new', 'other']),
      /** Name of the Service */
      service: z.string(),
      percent: z.number(),
    }),
  ),
});

/** One route of the traffic router's object, read from the cluster. @public */
export type TrafficRoute = z.infer<typeof trafficRouteSchema>;

/** The phases of an analysis, as Argo Rollouts names them. @public */
export const analysisPhaseSchema = z.enum([
  'Pending',
  'Running',
  'Successful',
  'Failed',
  'Inconclusive',
  'Error',
]);

/** An analysis that runs during a rollout. @public */
export const analysisSchema = z.object({
  /** Name of the AnalysisRun */
  name: z.string(),
  phase: analysisPhaseSchema,
  message: z.string().optional(),
  /** ISO time */
  startedAt: z.string().optional(),
  metrics: z.array(
    z.object({
      name: z.string(),
      phase: analysisPhaseSchema,
      message: z.string().optional(),
      /** Measurements, newest last, at most five */
      measurements: z.array(
        z.object({
          /** ISO time */
          at: z.string().optional(),
          phase: analysisPhaseSchema,
          value: z.string().optional(),
        }),
      ),
    }),
  ),
});

/** An analysis that runs during a rollout. @public */
export type Analysis = z.infer<typeof analysisSchema>;

/**
 * Transition from one revision to the next, as the rollout engine reports it.
 *
 * - `complete`: every pod runs the newest revision
 * - `progressing`: the engine is rolling out
 * - `waiting`: it waits for `waitsFor`; `analysis` includes experiments
 * - `aborted`: a person or an analysis aborted it. The stable revision runs; the
 *   workload's spec still has the new one
 * - `failed`: it cannot continue without intervention
 *
 * @public
 */
export const rolloutSchema = z.object({
  /** Name of the engine; `native` for Kubernetes' own controllers */
  engine: z.string(),
  strategy: z.enum([
    'rolling',
    'recreate',
    'on-delete',
    'canary',
    'blue-green',
  ]),
  state: z.enum(['complete', 'progressing', 'waiting', 'aborted', 'failed']),
  /** ISO time at which it began to wait, was aborted or failed */
  since: z.string().optional(),
  waitsFor: z.enum(['approval', 'time', 'analysis']).optional(),
  /** ISO time at which a timed wait ends */
  until: z.string().optional(),
  /** Message of the engine or of Kubernetes, in its own words */
  message: z.string().optional(),
  steps: z.array(rolloutStepSchema),
  /** Index of the current step; equal to the number of steps if all are done */
  step: z.number().int(),
  /** Name of the stable revision, which receives the rest of the traffic */
  stable: z.string().optional(),
  /** Name of the revision in the workload's spec */
  desired: z.string().optional(),
  /** Object of the traffic router; absent if no router splits the traffic */
  traffic: z
    .object({
      router: z.string(),
      /** Kind and name of the object, or of each */
      object: z.string(),
      /**
       * Routes of the objects. Without a readable object, one route with the weights
       * that the engine reports, if it reports any.
       */
      routes: z.array(trafficRouteSchema),
      /** Why the routes of an object cannot be read */
      problem: codedMessageSchema.optional(),
    })
    .optional(),
  analyses: z.array(analysisSchema),
});

/** Transition from one revision to the next; see {@link rolloutSchema}. @public */
export type Rollout = z.infer<typeof rolloutSchema>;

/**
 * Returns the route of the requests that no condition selects: one that splits them
 * between the revisions, or the last one without conditions; undefined if all routes
 * have conditions.
 *
 * @public
 */
export function generalRoute(
  routes: readonly TrafficRoute[],
): TrafficRoute | undefined {
  const general = routes.filter(({ matches }) => !matches.length);
  const splits = ({ to }: TrafficRoute) =>
    to.some(({ revision }) => revision === 'stable') &&
    to.some(({ revision }) => revision === 'new');
  return general.find(splits) ?? general.at(-1);
}
