import { z } from 'zod';
import { workloadKindSchema } from './delivery';
import { releaseAuthorSchema } from './releaseAuthor';
import { fillSentence } from './sentence';
import { versionSchema } from './version';

/** A revision that a release started from or led to. @public */
export const releaseRevisionSchema = z.object({
  /** Kubernetes' revision number; a rollback gives the old revision a new number */
  number: z.number().int(),
  /** Name of the ReplicaSet or ControllerRevision */
  name: z.string(),
  uid: z.string(),
});

/** A revision that a release started from or led to. @public */
export type ReleaseRevision = z.infer<typeof releaseRevisionSchema>;

/** Image of one container in a release. @public */
export const releaseImageSchema = z.object({
  /** Name of the container */
  container: z.string(),
  /** Image in the pod template */
  image: z.string(),
  /** `sha256:...`, as reported by a pod or else pinned in the template */
  digest: z.string().optional(),
});

/** Image of one container in a release. @public */
export type ReleaseImage = z.infer<typeof releaseImageSchema>;

/**
 * Who or what triggered a release, and how this is known.
 *
 * - `actor`: a user of the portal
 * - `field-manager`: only the field manager of the change is known, such as
 *   `kubectl-set`; `wrote` says whether it changed the image or another part of
 *   the pod template
 * - `unknown`: the revision was superseded before it was observed
 *
 * @public
 */
export const releaseCauseSchema = z.discriminatedUnion('how', [
  z.object({
    how: z.literal('actor'),
    /** Entity ref, such as `user:default/ada` */
    actor: z.string(),
    manager: z.string(),
  }),
  z.object({
    how: z.literal('field-manager'),
    manager: z.string(),
    wrote: z.enum(['image', 'template']),
  }),
  z.object({ how: z.literal('unknown') }),
]);

/** Who or what triggered a release; see {@link releaseCauseSchema}. @public */
export type ReleaseCause = z.infer<typeof releaseCauseSchema>;

/**
 * Reasons for the outcome of a release, each with its English sentence; filled
 * in and translated like {@link healthSentences}.
 * @public
 */
export const releaseSentences = {
  underway: 'In progress',
  everyPodAvailable: 'Rollout complete',
  deadlineExceeded: 'Timed out: {{message}}',
  aborted: 'Aborted: {{message}}',
  workloadDeleted: 'Workload deleted before the rollout completed',
  replaced: 'Superseded by revision {{number}} before it completed',
  replacedUnseen: 'Superseded; outcome unknown',
} as const;

/** Reason for the outcome of a release; a key of {@link releaseSentences}. @public */
export type ReleaseReason = keyof typeof releaseSentences;

const explanation = {
  reason: z.enum(
    Object.keys(releaseSentences) as [ReleaseReason, ...ReleaseReason[]],
  ),
  /** Values of the placeholders in the sentence */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in English, with its values */
  sentence: z.string(),
};

/**
 * Outcome of a release.
 *
 * - `in-progress`: rolling out or paused
 * - `completed`: all pods ran it and were available at some time
 * - `failed`: the controller gave up, or the workload was deleted. It may still
 *   complete later
 * - `superseded`: a later release started before it completed
 * - `unknown`: it was superseded before it was observed
 *
 * @public
 */
export const releaseOutcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('in-progress'), ...explanation }),
  z.object({ state: z.literal('unknown'), ...explanation }),
  z.object({
    state: z.enum(['completed', 'failed', 'superseded']),
    /** ISO time */
    endedAt: z.string(),
    ...explanation,
  }),
]);

/** Outcome of a release; see {@link releaseOutcomeSchema}. @public */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

/** State of a release's outcome. @public */
export type ReleaseState = ReleaseOutcome['state'];

/** Creates the reason of an outcome and fills in its sentence. @public */
export function releaseExplanation(
  reason: ReleaseReason,
  values: Record<string, string | number> = {},
): Pick<ReleaseOutcome, 'reason' | 'values' | 'sentence'> {
  const sentence = fillSentence(releaseSentences[reason], values);
  return { reason, values, sentence };
}

/**
 * Record of a rollout: revisions, cause, times and outcome. There is one for each
 * time that a workload switched to a revision. It is kept after Kubernetes has
 * deleted the revision.
 * @public
 */
export const releaseSchema = z.object({
  /** Stable ID: the same no matter when or how often the release is recorded */
  id: z.string(),
  /** Entity ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Name of the environment that the namespace belongs to now */
  environment: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  workload: z.object({
    kind: workloadKindSchema,
    name: z.string(),
    uid: z.string(),
  }),
  /** Absent for the first release of a workload, and if no longer known */
  from: releaseRevisionSchema.optional(),
  to: releaseRevisionSchema,
  /** In the order of the containers */
  images: z.array(releaseImageSchema),
  version: versionSchema.optional(),
  /** Full commit hash from the annotation */
  commit: z.string().optional(),
  /** http(s) URL of the pipeline run from the annotation, if any */
  buildUrl: z.string().optional(),
  cause: releaseCauseSchema,
  /** The person behind the release, or else the account; absent if neither is known */
  who: releaseAuthorSchema.optional(),
  /** Annotation `kubernetes.io/change-cause` of this revision, if set */
  changeCause: z.string().optional(),
  /** ISO time */
  startedAt: z.string(),
  /** ISO time at which the first pod of the revision was ready */
  firstReadyAt: z.string().optional(),
  outcome: releaseOutcomeSchema,
  /** Present if this release is a rollback to an earlier revision */
  rollbackTo: z
    .object({
      /** ID of the earlier release of the same revision, if known */
      releaseId: z.string().optional(),
      /** Number that the revision had then, if known */
      number: z.number().int().optional(),
    })
    .optional(),
  /**
   * Whether the release was reconstructed from objects left in the cluster,
   * because it started and ended while it was not observed. Its times are then
   * approximate.
   */
  reconstructed: z.boolean(),
});

/** Record of a rollout; see {@link releaseSchema}. @public */
export type Release = z.infer<typeof releaseSchema>;

/** One page of a service's releases, newest first. @public */
export const releasePageSchema = z.object({
  releases: z.array(releaseSchema),
  /** Cursor of the next page; absent on the last page */
  nextCursor: z.string().optional(),
  /** Names of environments omitted because the viewer may not read them */
  forbiddenEnvironments: z.array(z.string()),
});

/** One page of a service's releases, newest first. @public */
export type ReleasePage = z.infer<typeof releasePageSchema>;
