import { z } from 'zod';
import { refusalSchema } from './refusals';

/** Reference to a namespaced Kubernetes object. @public */
export const objectRefSchema = z.object({
  /** `apps/v1` */
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** Reference to a namespaced Kubernetes object. @public */
export type ObjectRef = z.infer<typeof objectRefSchema>;

/** Largest size of the manifests of one request, in bytes of UTF-8. @public */
export const MAX_MANIFEST_BYTES = 256 * 1024;

/**
 * Applies objects of a service to an environment by server-side apply, never
 * forced: fields of another manager stay unchanged. The target is a service in an
 * environment.
 * @public
 */
export const applyActionSchema = z
  .object({
    kind: z.literal('workload.apply'),
    /** Objects as YAML documents; empty to create a namespace only */
    manifests: z
      .string()
      .max(
        MAX_MANIFEST_BYTES,
        `Give at most ${MAX_MANIFEST_BYTES / 1024} KiB of manifests. Apply the objects in several requests`,
      ),
    /** Namespace of objects that name none; required where the environment has several */
    namespace: z.string().optional(),
    /** Whether to create missing namespaces with the content of delivery.apply.newNamespaces */
    createNamespace: z.boolean().optional(),
    /** Name of the set that the objects belong to; each object gets the label `fairway.dev/apply-set` */
    applySet: z
      .string()
      .max(63)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
        'Give the name of the set as a Kubernetes label value: letters, digits, -, _ and ., at most 63 characters',
      )
      .optional(),
    /** Whether to delete objects of the set in the same namespaces that are not among the manifests */
    prune: z.boolean().optional(),
  })
  .refine(
    ({ manifests, namespace, createNamespace }) =>
      manifests !== '' || (createNamespace && namespace !== undefined),
    {
      path: ['manifests'],
      message: 'Give manifests, or give a namespace with createNamespace: true',
    },
  )
  .refine(({ prune, applySet }) => !prune || applySet !== undefined, {
    path: ['prune'],
    message: 'prune requires applySet: give the name of the set',
  });

/** Applies objects of a service; see {@link applyActionSchema}. @public */
export type ApplyAction = z.infer<typeof applyActionSchema>;

/**
 * Placeholder of a value that looks like a secret, or of a part of it.
 * @public
 */
export const HIDDEN = '***';

/**
 * One changed field of an object. A value that looks like a secret is
 * {@link HIDDEN} before and after.
 * @public
 */
export const fieldChangeSchema = z.object({
  /** `spec.template.spec.containers[orders].image`: list members by name where they have one */
  path: z.string(),
  /** Value as YAML in one line; absent where the field did not exist */
  before: z.string().optional(),
  after: z.string().optional(),
});

/** One field that changes; see {@link fieldChangeSchema}. @public */
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/**
 * What applying would do to one object.
 *
 * - `create`, `update`, `unchanged`: by the API server's dry run
 * - `delete`: the object is in the set and not among the manifests
 * - `refused`: by the portal or the API server; the name is `*` where the objects
 *   of a kind cannot be listed
 *
 * @public
 */
export const plannedObjectSchema = objectRefSchema.extend({
  result: z.enum(['create', 'update', 'unchanged', 'delete', 'refused']),
  changes: z.array(fieldChangeSchema),
  /** Why it is refused */
  refusal: refusalSchema.optional(),
  /** Whether it is refused only because the cluster does not serve its kind (yet) */
  kindNotServed: z.boolean().optional(),
  /** Warnings of the API server */
  warnings: z.array(z.string()),
});

/** What applying would do to one object; see {@link plannedObjectSchema}. @public */
export type PlannedObject = z.infer<typeof plannedObjectSchema>;

/** What an {@link ApplyAction} would do: the `preview` of its dry run. @public */
export const applyPlanSchema = z.object({
  environment: z.string(),
  cluster: z.string(),
  /** Whether no object is refused */
  canApply: z.boolean(),
  /** In the order in which they are applied, then deleted */
  objects: z.array(plannedObjectSchema),
});

/** What an {@link ApplyAction} would do; see {@link applyPlanSchema}. @public */
export type ApplyPlan = z.infer<typeof applyPlanSchema>;
