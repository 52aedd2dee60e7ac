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

/** A complete container of a pod template. */
export type TemplateContainer = z.infer<typeof containerSchema>;

/** Schema of a complete pod template. Read on demand, never cached. */
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

/** A complete pod template. */
export type PodTemplate = z.infer<typeof podTemplateSchema>;

// These labels and annotations differ in every revision, so they are not shown.
const HASHES = [
  'pod-template-hash',
  'controller-revision-hash',
  'rollouts-pod-template-hash',
];

const replicaSetSchema = z.object({
  spec: z.object({ template: z.unknown() }),
});
// A ControllerRevision contains the template as a strategic merge patch.
const controllerRevisionSchema = z.object({ data: replicaSetSchema });

/**
 * The pod template in a ReplicaSet or ControllerRevision, without labels and
 * annotations of the revision.
 *
 * @throws ZodError if the object contains no template
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

/** A template as YAML, with values that look secret hidden. */
export function templateYaml({ metadata, spec }: PodTemplate): string {
  return toYaml(hideSecrets(withoutEmpty({ metadata, spec })));
}

// Removes defaults of the schemas that the object does not have.
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
