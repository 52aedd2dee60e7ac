import { z } from 'zod';

/**
 * Usage of one resource of a namespace's ResourceQuota, in cores, bytes or a
 * number of objects.
 *
 * @public
 */
export const quotaUsageSchema = z.object({
  namespace: z.string(),
  /** Name of the ResourceQuota */
  quota: z.string(),
  /** Name of the resource: `requests.cpu`, `pods`... */
  resource: z.string(),
  used: z.number(),
  hard: z.number(),
});

/** Usage of one resource of a ResourceQuota; see {@link quotaUsageSchema}. @public */
export type QuotaUsage = z.infer<typeof quotaUsageSchema>;

/** An environment that a new service can be deployed to. @public */
export const environmentTargetSchema = z.object({
  /** Name of the environment */
  name: z.string(),
  cluster: z.string(),
  production: z.boolean(),
  /** Names of namespaces, or patterns with `*` */
  namespaces: z.array(z.string()),
  /** Whether the portal has write access to the environment's cluster */
  isWritable: z.boolean(),
  /** Whether the user may apply a service that they own to this environment */
  canApply: z.boolean(),
  /** Quotas of the namespaces that are named without `*` */
  quotas: z.array(quotaUsageSchema),
});

/** An environment that a new service can be deployed to; see {@link environmentTargetSchema}. @public */
export type EnvironmentTarget = z.infer<typeof environmentTargetSchema>;

/** Response of `GET /v1/environments`, in the order of promotion. @public */
export const environmentTargetsSchema = z.object({
  environments: z.array(environmentTargetSchema),
});
