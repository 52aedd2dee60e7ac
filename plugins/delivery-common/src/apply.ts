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
export const applyActionSchema = z.object({
  kind: z.literal('apply'),
  /** By name */
  environment: z.string(),
  /** One or more objects as YAML documents */
  manifests: z.string().min(1).max(MAX_MANIFEST_BYTES),
  /** Of objects that name none; needed where the environment has several */
  namespace: z.string().optional(),
  /** Whether to make namespaces that are not there, with what the portal's configuration gives new ones */
  makesNamespace: z.boolean().optional(),
});

/** To give an environment objects of a service; see {@link applyActionSchema}. @public */
export type ApplyAction = z.infer<typeof applyActionSchema>;

/** What is kept of an {@link ApplyAction}: which objects, and nothing that is in them. @public */
export const appliedSchema = z.object({
  kind: z.literal('apply'),
  environment: z.string(),
  objects: z.array(objectRefSchema),
  /** SHA-256 of the manifests and the namespace they were given, in hexadecimal digits */
  digest: z.string(),
});

/** What is kept of an {@link ApplyAction}; see {@link appliedSchema}. @public */
export type Applied = z.infer<typeof appliedSchema>;

/**
 * One field that an object gets, loses or gets another value of. What looks
 * secret is hidden in both values.
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
 * - `refused`: by the portal or the API server, and why
 *
 * @public
 */
export const plannedObjectSchema = objectRefSchema.extend({
  result: z.enum(['create', 'update', 'unchanged', 'refused']),
  changes: z.array(fieldChangeSchema),
  /** Why it is refused: the API server's own words, where it did */
  reason: z.string().optional(),
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
  isPossible: z.boolean(),
  /** In the order in which they would be applied */
  objects: z.array(plannedObjectSchema),
});

/** What an {@link ApplyAction} would do; see {@link applyPlanSchema}. @public */
export type ApplyPlan = z.infer<typeof applyPlanSchema>;
