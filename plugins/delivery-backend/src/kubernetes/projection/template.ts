import {
  FAIRWAY_BUILD_URL,
  IMAGE_REVISION,
  IMAGE_SOURCE,
  VERSION_LABEL,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { Metadata } from './objectSchema';
import { containerResourcesSchema, podResources } from './podResources';
import type { TemplateRecord } from './records';

const texts = z.record(z.string(), z.string());

const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  resources: containerResourcesSchema,
});

// Only these fields of containers are read: the environment may contain secrets.
export const templateSchema = z.object({
  metadata: z
    .object({
      labels: texts.default({}),
      annotations: texts.default({}),
    })
    .prefault({}),
  spec: z.object({
    resources: containerResourcesSchema,
    containers: z.array(containerSchema),
    initContainers: z
      .array(containerSchema.extend({ restartPolicy: z.string().optional() }))
      .default([]),
  }),
});

type Template = z.infer<typeof templateSchema>;

/** Annotation with the default container, as kubectl uses it. */
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/**
 * Record of a pod template, with the labels and annotations of the workload where
 * the template has none.
 */
export function projectTemplate(
  { metadata, spec }: Template,
  workload?: Pick<Metadata, 'labels' | 'annotations'>,
): TemplateRecord {
  const find = (name: string): string | undefined =>
    metadata.annotations[name] ??
    metadata.labels[name] ??
    workload?.annotations[name] ??
    workload?.labels[name];
  const main =
    spec.containers.find(
      container => container.name === metadata.annotations[DEFAULT_CONTAINER],
    ) ?? spec.containers[0];
  const sidecars = spec.initContainers.filter(
    ({ restartPolicy }) => restartPolicy === 'Always',
  );
  const buildUrl = httpAddress(find(FAIRWAY_BUILD_URL));
  const resources = podResources(
    [...spec.containers, ...sidecars].map(container => container.resources),
    spec.resources,
  );
  return {
    images: spec.containers.map(container => container.image),
    mainImage: main?.image ?? '',
    versionLabel: find(VERSION_LABEL),
    commit: find(IMAGE_REVISION),
    source: httpAddress(find(IMAGE_SOURCE)),
    ...(buildUrl !== undefined && { buildUrl }),
    containers: spec.containers.map(container => container.name),
    ...(resources && { resources }),
  };
}

// It becomes a link on a page, so only a safe URL is kept.
function httpAddress(text: string | undefined): string | undefined {
  if (!text) return undefined;
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}
