import { z } from 'zod';

/**
 * What a ResourceQuota gives a namespace of one resource, in cores, bytes or
 * pieces.
 * @public
 */
export const quotaUseSchema = z.object({
  namespace: z.string(),
  /** Of the ResourceQuota */
  quota: z.string(),
  /** `requests.cpu`, `pods` */
  resource: z.string(),
  used: z.number(),
  hard: z.number(),
});

/** What a ResourceQuota gives a namespace of one resource; see {@link quotaUseSchema}. @public */
export type QuotaUse = z.infer<typeof quotaUseSchema>;

/** A place for a service to come. @public */
export const environmentTargetSchema = z.object({
  /** Of the environment */
  name: z.string(),
  cluster: z.string(),
  production: z.boolean(),
  /** Names or patterns with `*` */
  namespaces: z.array(z.string()),
  /** Whether the portal can change the environment's cluster */
  isChangeable: z.boolean(),
  /** Whether who asks may apply a service of their own there */
  mayApply: z.boolean(),
  /** Of the namespaces that are named without `*` */
  quotas: z.array(quotaUseSchema),
});

/** A place for a service to come; see {@link environmentTargetSchema}. @public */
export type EnvironmentTarget = z.infer<typeof environmentTargetSchema>;

/** What `GET /v1/environments` answers, in the order of promotion. @public */
export const environmentTargetsSchema = z.object({
  environments: z.array(environmentTargetSchema),
});
