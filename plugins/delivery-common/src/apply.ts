import { z } from 'zod';

/** An object of Kubernetes by its address. @public */
export const objectRefSchema = z.object({
  /** `apps/v1` */
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** An object of Kubernetes by its address. @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** Bytes of manifests that are taken at once. @public */
export const MAX_MANIFEST_BYTES = 512 * 1024;

/**
 * To give an environment objects of a service, by server-side apply, which is
 * never forced: what another manager owns stays its own.
 * @public
 */
export const applyActionSchema = z
  .object({
    kind: z.literal('apply'),
    /** By name */
    environment: z.string(),
    /** Objects as YAML documents; none where there is only a namespace to be made */
    manifests: z.string().max(MAX_MANIFEST_BYTES),
    /** Of objects that name none; needed where the environment has several */
    namespace: z.string().optional(),
    /** Whether to make namespaces that are not there, with what the portal's configuration gives new ones */
    createNamespace: z.boolean().optional(),
    /** Which the objects are of, by name; each gets the label `fairway.dev/apply-set` */
    applySet: z
      .string()
      .max(63)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
        'Name a set as Kubernetes has the values of labels: letters, digits, -, _ and ., 63 at most',
      )
      .optional(),
    /** Whether to delete what the service has of the set, in the namespaces of the objects, that is not among them */
    prune: z.boolean().optional(),
  })
  .refine(
    ({ manifests, namespace, createNamespace }) =>
      manifests !== '' || (createNamespace && namespace !== undefined),
    {
      path: ['manifests'],
      message:
        'Give objects, or name a namespace and say that it is to be made',
    },
  )
  .refine(({ prune, applySet }) => !prune || applySet !== undefined, {
    path: ['prune'],
    message: 'To prune needs a set: name the one that the objects are of',
  });

/** To give an environment objects of a service; see {@link applyActionSchema}. @public */
export type ApplyAction = z.infer<typeof applyActionSchema>;

/** What is kept of an {@link ApplyAction}: which objects, and nothing that is in them. @public */
export const appliedSchema = z.object({
  kind: z.literal('apply'),
  environment: z.string(),
  /** What was applied, and what was deleted after it */
  objects: z.array(objectRefSchema),
  /** SHA-256 of the manifests, the namespace and the set they were given, and whether to prune, in hexadecimal digits */
  digest: z.string(),
});

/** What is kept of an {@link ApplyAction}; see {@link appliedSchema}. @public */
export type Applied = z.infer<typeof appliedSchema>;

/**
 * What stands in place of a value that looks secret, or of a part of it.
 * @public
 */
export const HIDDEN = '***';

/**
 * One field that an object gets, loses or gets another value of. What looks
 * secret is {@link HIDDEN} in both values.
 * @public
 */
export const fieldChangeSchema = z.object({
  /** `spec.template.spec.containers[orders].image`: list members by name where they have one */
  path: z.string(),
  /** As YAML in one line; absent where it was not there */
  before: z.string().optional(),
  after: z.string().optional(),
});

/** One field that changes; see {@link fieldChangeSchema}. @public */
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/**
 * What would become of one object.
 *
 * - `create`, `update`, `unchanged`: as the API server says it would be
 * - `delete`: because it is of the set and not among the objects
 * - `refused`: by the portal or the API server, and why; of the name `*` where
 *   nobody may see what there is of a kind to delete
 *
 * @public
 */
export const plannedObjectSchema = objectRefSchema.extend({
  result: z.enum(['create', 'update', 'unchanged', 'delete', 'refused']),
  changes: z.array(fieldChangeSchema),
  /** Why it is refused: the API server's own words, where it did */
  reason: z.string().optional(),
  /** Whether it is refused for this alone: the cluster does not serve its kind, which may come */
  kindNotServed: z.boolean().optional(),
  /** What the API server warns of, in its own words */
  warnings: z.array(z.string()),
});

/** What would become of one object; see {@link plannedObjectSchema}. @public */
export type PlannedObject = z.infer<typeof plannedObjectSchema>;

/** What an {@link ApplyAction} would do: the answer to a dry run. @public */
export const applyPlanSchema = z.object({
  environment: z.string(),
  cluster: z.string(),
  /** Whether nothing is refused */
  canApply: z.boolean(),
  /** In the order in which they would be applied, then deleted */
  objects: z.array(plannedObjectSchema),
});

/** What an {@link ApplyAction} would do; see {@link applyPlanSchema}. @public */
export type ApplyPlan = z.infer<typeof applyPlanSchema>;
