import type { RolloutStep } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { readDuration } from './duration';

const named = z.object({ name: z.string() });

const matchSchema = z.object({
  headerName: z.string(),
  headerValue: z.object({
    exact: z.string().optional(),
    prefix: z.string().optional(),
    regex: z.string().optional(),
  }),
});

/** Each kind of step by its field, as Argo Rollouts has it. */
const readers: Record<string, z.ZodType<RolloutStep>> = {
  setWeight: z
    .number()
    .transform(percent => ({ type: 'weight' as const, percent })),
  pause: z
    .object({ duration: z.union([z.string(), z.number()]).optional() })
    .transform(({ duration }) => ({
      type: 'pause' as const,
      ...(duration !== undefined && { seconds: readDuration(duration) }),
    })),
  setCanaryScale: z
    .object({
      weight: z.number().optional(),
      replicas: z.number().int().optional(),
      matchTrafficWeight: z.boolean().default(false),
    })
    .transform(({ weight, replicas, matchTrafficWeight }) => ({
      type: 'scale' as const,
      percent: weight,
      replicas,
      matchesTraffic: matchTrafficWeight,
    })),
  setHeaderRoute: z
    .object({ name: z.string(), match: z.array(matchSchema).default([]) })
    .transform(({ name, match }) => ({
      type: 'headerRoute' as const,
      name,
      matches: match.map(({ headerName, headerValue }) => ({
        header: headerName,
        ...readValue(headerValue),
      })),
    })),
  setMirrorRoute: z
    .object({ name: z.string(), percentage: z.number().default(100) })
    .transform(({ name, percentage }) => ({
      type: 'mirrorRoute' as const,
      name,
      percent: percentage,
    })),
  analysis: z
    .object({
      templates: z.array(z.object({ templateName: z.string() })).default([]),
    })
    .transform(({ templates }) => ({
      type: 'analysis' as const,
      templates: templates.map(({ templateName }) => templateName),
    })),
  experiment: z
    .object({ templates: z.array(named).default([]) })
    .transform(({ templates }) => ({
      type: 'experiment' as const,
      templates: templates.map(({ name }) => name),
    })),
  plugin: named.transform(({ name }) => ({ type: 'other' as const, name })),
};

/**
 * A step in our words; one that we do not know by the name of its field.
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/canary/
 */
export function readStep(step: Record<string, unknown>): RolloutStep {
  const [[name, value] = ['', undefined]] = Object.entries(step);
  const read = readers[name]?.safeParse(value ?? {});
  return read?.success ? read.data : { type: 'other', name };
}

/** How a header is matched. */
function readValue(value: {
  exact?: string;
  prefix?: string;
  regex?: string;
}): { how: 'exact' | 'prefix' | 'regex'; value: string } {
  if (value.exact !== undefined) return { how: 'exact', value: value.exact };
  if (value.prefix !== undefined) return { how: 'prefix', value: value.prefix };
  return { how: 'regex', value: value.regex ?? '' };
}
