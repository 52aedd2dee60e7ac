import { z } from 'zod';

/** A workload as its API server has it, read when somebody asks for it. @public */
export const manifestSchema = z.object({
  /** Without managedFields; what looks like a credential is `***` */
  yaml: z.string(),
  /** Of the object when it was read */
  resourceVersion: z.string(),
});

/** A workload as its API server has it, read when somebody asks for it. @public */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * The parts of a pod template that a change can be about.
 *
 * - `container`: a container that came or went; its value is the image
 * - `env`, `envFrom`: one variable, or all of a ConfigMap or Secret
 * - `resources`, `probe`, `command`, `port`, `mount`, `security`: of one container
 * - `volume`, `label`, `annotation`, `scheduling`, `serviceAccount`: of the pod
 * - `other`: any other field, by its path
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

/** The parts of a pod template that a change can be about; see {@link templatePartSchema}. @public */
export type TemplatePart = z.infer<typeof templatePartSchema>;

/** One difference between two pod templates. @public */
export const templateChangeSchema = z.object({
  part: templatePartSchema,
  /** Name of the container; absent for what is of the pod */
  container: z.string().optional(),
  /** What of the part, such as `LOG_LEVEL` or `limits.memory`; absent where there is one alone */
  name: z.string().optional(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Absent for what was added, and for what is withheld */
  before: z.string().optional(),
  /** Absent for what was removed, and for what is withheld */
  after: z.string().optional(),
});

/** One difference between two pod templates. @public */
export type TemplateChange = z.infer<typeof templateChangeSchema>;

/** What changed between two revisions of a workload. @public */
export const revisionDiffSchema = z.object({
  /** Number of the revision that the changes start from */
  from: z.number().int(),
  /** Number of the revision that they lead to */
  to: z.number().int(),
  /** The containers' first, in the order of the template */
  changes: z.array(templateChangeSchema),
  /**
   * Both templates as YAML, what looks like a credential as `***`. Where they
   * are withheld, so are the values of every change that may hold configuration.
   */
  templates: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('shown'),
      from: z.string(),
      to: z.string(),
    }),
    z.object({
      state: z.literal('withheld'),
      /** Why, and who can help */
      message: z.string(),
    }),
  ]),
});

/** What changed between two revisions of a workload. @public */
export type RevisionDiff = z.infer<typeof revisionDiffSchema>;
