import { z } from 'zod';
import { hideSecrets } from './hideSecrets';
import { toYaml } from './toYaml';

const texts = z.record(z.string(), z.string());

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string().default(''),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.unknown().optional(),
      }),
    )
    .default([]),
  envFrom: z
    .array(
      z.looseObject({
        prefix: z.string().optional(),
        configMapRef: z.looseObject({ name: z.string() }).optional(),
        secretRef: z.looseObject({ name: z.string() }).optional(),
      }),
    )
    .default([]),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  ports: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        containerPort: z.number(),
        protocol: z.string().default('TCP'),
      }),
    )
    .default([]),
  volumeMounts: z
    .array(z.looseObject({ name: z.string(), mountPath: z.string() }))
    .default([]),
});

/** One container of a template, whole. */
export type TemplateContainer = z.infer<typeof containerSchema>;

/** A pod template, whole: for whoever asks, never for the cache. */
export const podTemplateSchema = z.object({
  metadata: z
    .looseObject({ labels: texts.default({}), annotations: texts.default({}) })
    .prefault({}),
  spec: z.looseObject({
    containers: z.array(containerSchema),
    initContainers: z.array(containerSchema).default([]),
    volumes: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
});

/** A pod template, whole. */
export type PodTemplate = z.infer<typeof podTemplateSchema>;

// They differ with every revision, and say nothing besides.
const HASHES = [
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
];

const replicaSetSchema = z.object({
  spec: z.object({ template: z.unknown() }),
});
// A ControllerRevision holds the template as a strategic merge patch.
const controllerRevisionSchema = z.object({ data: replicaSetSchema });

/**
 * The template in a ReplicaSet or ControllerRevision, without what is of the
 * revision alone.
 *
 * @throws ZodError when the object holds none
 */
export function templateOf(
  kind: 'ReplicaSet' | 'ControllerRevision',
  object: unknown,
): PodTemplate {
  const { spec } =
    kind === 'ReplicaSet'
      ? replicaSetSchema.parse(object)
      : controllerRevisionSchema.parse(object).data;
  const template = podTemplateSchema.parse(spec.template);
  const labels = Object.entries(template.metadata.labels).filter(
    ([name]) => !HASHES.includes(name),
  );
  const { creationTimestamp, ...metadata } = template.metadata;
  return {
    ...template,
    metadata: { ...metadata, labels: Object.fromEntries(labels) },
  };
}

/** A template as people write it, with what looks secret hidden. */
export function templateYaml({ metadata, spec }: PodTemplate): string {
  return toYaml(hideSecrets(withoutEmpty({ metadata, spec })));
}

// What the schemas put in where the API has nothing.
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => !(Array.isArray(member) && !member.length))
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutEmpty(member)]),
  );
}
