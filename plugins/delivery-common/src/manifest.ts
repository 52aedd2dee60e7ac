import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';

/** Manifest of a workload, read from the API server on demand. @public */
export const manifestSchema = z.object({
  /** Manifest as YAML without `managedFields`; values that look like credentials are replaced with `***` */
  yaml: z.string(),
  /** resourceVersion of the object when it was read */
  resourceVersion: z.string(),
});

/** Manifest of a workload, read from the API server on demand. @public */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Part of a pod template that a change affects.
 *
 * - `container`: a container was added or removed; its value is the image
 * - `env`, `envFrom`: one variable, or all variables of a ConfigMap or Secret
 * - `resources`, `probe`, `command`, `port`, `mount`, `security`: a setting of one
 *   container
 * - `volume`, `label`, `annotation`, `scheduling`, `serviceAccount`: a setting of
 *   the pod
 * - `other`: any other field, named by its path
 *
 * @public
 */
export const templatePartSchema = z.enum([
  'container',
  'image',
  'env',
  'envFrom',
  'resources',
  'probe',
  'command',
  'port',
  'mount',
  'security',
  'volume',
  'label',
  'annotation',
  'scheduling',
  'serviceAccount',
  'other',
]);

/** Part of a pod template that a change affects; see {@link templatePartSchema}. @public */
export type TemplatePart = z.infer<typeof templatePartSchema>;

/** One difference between two pod templates. @public */
export const templateChangeSchema = z.object({
  part: templatePartSchema,
  /** Name of the container; absent for a setting of the pod */
  container: z.string().optional(),
  /** Name within the part, such as `LOG_LEVEL` or `limits.memory`; absent if the part has only one value */
  name: z.string().optional(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Value before the change; absent if the part was added or the value is withheld */
  before: z.string().optional(),
  /** Value after the change; absent if the part was removed or the value is withheld */
  after: z.string().optional(),
});

/** One difference between two pod templates. @public */
export type TemplateChange = z.infer<typeof templateChangeSchema>;

/** Differences between two revisions of a workload. @public */
export const revisionDiffSchema = z.object({
  /** Number of the older revision */
  from: z.number().int(),
  /** Number of the newer revision */
  to: z.number().int(),
  /** Changes, those of containers first, in the order of the template */
  changes: z.array(templateChangeSchema),
  /**
   * Both templates as YAML, with `***` for values that look like credentials. If
   * they are withheld, the values of all changes that may contain configuration
   * are withheld too.
   */
  templates: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('shown'),
      from: z.string(),
      to: z.string(),
    }),
    z.object({
      state: z.literal('withheld'),
      /** Why the templates are withheld, and who can grant access */
      problem: codedMessageSchema,
    }),
  ]),
});

/** Differences between two revisions of a workload. @public */
export type RevisionDiff = z.infer<typeof revisionDiffSchema>;
