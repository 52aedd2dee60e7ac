import { z } from 'zod';

/**
 * What a rollout does with its pods or its traffic at one stop, by type:
 *
 * - `weight`: a share of the traffic, where a router splits it, else of the pods
 * - `scale`: a number or share of pods of the new revision, whatever the traffic
 * - `headerRoute`: requests with these headers go to the new revision; none ends that route
 * - `mirrorRoute`: a share of the requests is copied to the new revision
 * - `pause`: waits for seconds, or without them for a person
 * - `analysis`, `experiment`: waits for what is measured
 * - `promote`: waits for a person before the new revision takes all traffic (blue-green)
 * - `other`: one that we do not know, by its name
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

/** What a rollout does at one stop; see {@link rolloutStepSchema}. @public */
export type RolloutStep = z.infer<typeof rolloutStepSchema>;

/** One route of a router's object, as it really is. @public */
export const trafficRouteSchema = z.object({
  name: z.string().optional(),
  /** What a request must have; none: every request that no route above takes */
  matches: z.array(
    z.object({
      header: z.string(),
      how: z.enum(['exact', 'prefix', 'regex']),
      value: z.string(),
    }),
  ),
  /** Per cent of its requests, by where they go */
  to: z.array(
    z.object({
      revision: z.enum(['stable', 'new', 'other']),
      /** Name of the Service */
      service: z.string(),
      percent: z.number(),
    }),
  ),
});

/** One route of a router's object, as it really is. @public */
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

/** What is measured while a rollout goes on. @public */
export const analysisSchema = z.object({
  /** Of the AnalysisRun */
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
      /** Newest last; at most five */
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

/** What is measured while a rollout goes on. @public */
export type Analysis = z.infer<typeof analysisSchema>;

/**
 * The passage from one revision to the next, as its engine sees it.
 *
 * - `complete`: every pod is of the newest revision
 * - `progressing`: the engine works on it
 * - `waiting`: it waits, for what `waitsFor` says
 * - `aborted`: somebody or an analysis stopped it; the stable revision runs, and the source still asks for the other
 * - `failed`: it cannot go on by itself
 *
 * @public
 */
export const rolloutSchema = z.object({
  /** `native` for Kubernetes' own controllers, else the engine's name */
  engine: z.string(),
  strategy: z.enum([
    'rolling',
    'recreate',
    'on-delete',
    'canary',
    'blue-green',
  ]),
  state: z.enum(['complete', 'progressing', 'waiting', 'aborted', 'failed']),
  /** ISO time since when it waits, was aborted or failed */
  since: z.string().optional(),
  waitsFor: z.enum(['confirmation', 'time', 'analysis']).optional(),
  /** ISO time at which a wait for time ends */
  until: z.string().optional(),
  /** In the engine's own words */
  message: z.string().optional(),
  steps: z.array(rolloutStepSchema),
  /** Index of the current step; as many as there are steps when all are done */
  step: z.number().int(),
  /** Name of the revision that ran before and takes what the new one does not */
  stable: z.string().optional(),
  /** Name of the revision that is asked for */
  desired: z.string().optional(),
  /** The router's object, where one splits the traffic */
  traffic: z
    .object({
      router: z.string(),
      /** Kind and name of the object */
      object: z.string(),
      routes: z.array(trafficRouteSchema),
      /** Why the object's routes are not known */
      problem: z.string().optional(),
    })
    .optional(),
  analyses: z.array(analysisSchema),
});

/** The passage from one revision to the next; see {@link rolloutSchema}. @public */
export type Rollout = z.infer<typeof rolloutSchema>;
