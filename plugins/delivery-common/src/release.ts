import { z } from 'zod';
import { workloadKindSchema } from './delivery';
import { fillSentence } from './sentence';
import { versionSchema } from './version';

/** The revision that a release led to or came from. @public */
export const releaseRevisionSchema = z.object({
  /** Kubernetes' revision number; a roll back gives the old revision a new one */
  number: z.number().int(),
  /** Of the ReplicaSet or ControllerRevision */
  name: z.string(),
  uid: z.string(),
});

/** The revision that a release led to or came from. @public */
export type ReleaseRevision = z.infer<typeof releaseRevisionSchema>;

/** One container's image in a release. @public */
export const releaseImageSchema = z.object({
  /** The container's name */
  container: z.string(),
  /** As the pod template has it */
  image: z.string(),
  /** `sha256:...`, as a pod said that it runs, else as the template pins it */
  digest: z.string().optional(),
});

/** One container's image in a release. @public */
export type ReleaseImage = z.infer<typeof releaseImageSchema>;

/**
 * Who or what asked for a release, and how that is known.
 *
 * - `actor`: the portal did it for this person
 * - `field-manager`: only the name is known under which the change was written,
 *   such as `kubectl-set`; `wrote` says whether it set the image or something
 *   else of the pod template
 * - `unknown`: a revision that had been replaced before it was looked at
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

/** Who or what asked for a release; see {@link releaseCauseSchema}. @public */
export type ReleaseCause = z.infer<typeof releaseCauseSchema>;

/**
 * Every reason for a release's outcome and the English sentence that says it,
 * to be filled and translated as {@link healthSentences}.
 * @public
 */
export const releaseSentences = {
  underway: 'On its way',
  everyPodAvailable: 'Every pod runs it and is available',
  deadlineExceeded: 'It made no progress within its deadline: {{message}}',
  aborted: 'Aborted: {{message}}',
  workloadDeleted: 'The workload was deleted before it completed',
  replaced: 'Replaced by revision {{number}} before it completed',
  replacedUnseen:
    'Replaced by a later revision; whether it had completed was not seen',
} as const;

/** Why a release ended as it did; a key of {@link releaseSentences}. @public */
export type ReleaseReason = keyof typeof releaseSentences;

const explanation = {
  reason: z.enum(
    Object.keys(releaseSentences) as [ReleaseReason, ...ReleaseReason[]],
  ),
  /** What the sentence of this reason is filled with */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The whole in one English sentence */
  sentence: z.string(),
};

/**
 * How a release went.
 *
 * - `in-progress`: on its way, or held by somebody
 * - `completed`: every pod ran it and was available; whatever came later
 * - `failed`: its controller gave up on it, or the workload was deleted. It may
 *   still complete
 * - `superseded`: a later one began before it completed
 * - `unknown`: it was replaced while nobody watched
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

/** How a release went; see {@link releaseOutcomeSchema}. @public */
export type ReleaseOutcome = z.infer<typeof releaseOutcomeSchema>;

/** The states that a release's outcome can have. @public */
export type ReleaseState = ReleaseOutcome['state'];

/** An outcome's reason with its values and the sentence made from them. @public */
export function releaseExplanation(
  reason: ReleaseReason,
  values: Record<string, string | number> = {},
): Pick<ReleaseOutcome, 'reason' | 'values' | 'sentence'> {
  const sentence = fillSentence(releaseSentences[reason], values);
  return { reason, values, sentence };
}

/**
 * The record of a rollout: from what to what, by whom, when and how it went.
 * One for each time that a workload took up a revision, kept after Kubernetes
 * has forgotten it.
 * @public
 */
export const releaseSchema = z.object({
  /** The same whoever records it, and however often */
  id: z.string(),
  /** Of the service, as `component:default/name` */
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
  /** Absent for a workload's first, and where it is not known any more */
  from: releaseRevisionSchema.optional(),
  to: releaseRevisionSchema,
  /** In the order of the containers */
  images: z.array(releaseImageSchema),
  version: versionSchema.optional(),
  /** The full hash, as the annotation has it */
  commit: z.string().optional(),
  /** http(s) address of the run that built it, where an annotation has one */
  buildUrl: z.string().optional(),
  cause: releaseCauseSchema,
  /** `kubernetes.io/change-cause`, where somebody set it for this revision */
  changeCause: z.string().optional(),
  /** ISO time */
  startedAt: z.string(),
  /** ISO time at which the first pod of the revision was ready */
  firstReadyAt: z.string().optional(),
  outcome: releaseOutcomeSchema,
  /** Present when it took up an earlier revision again */
  wentBack: z
    .object({
      /** The earlier release of the same revision, where it is known */
      releaseId: z.string().optional(),
      /** The number that the revision had then, where it is known */
      number: z.number().int().optional(),
    })
    .optional(),
  /**
   * Whether it was reconstructed from what the cluster still had, because it
   * began while nobody watched and had ended when somebody did. Its times are
   * then the best that is known.
   */
  rebuilt: z.boolean(),
});

/** The record of a rollout; see {@link releaseSchema}. @public */
export type Release = z.infer<typeof releaseSchema>;

/** One page of a service's releases, newest first. @public */
export const releasePageSchema = z.object({
  releases: z.array(releaseSchema),
  /** To ask for the next page with; absent on the last */
  nextCursor: z.string().optional(),
  /** Names of environments that were left out because the viewer may not read them */
  refused: z.array(z.string()),
});

/** One page of a service's releases, newest first. @public */
export type ReleasePage = z.infer<typeof releasePageSchema>;
