import { z } from 'zod';

/** An entity ref with its kind, such as `component:default/orders`. @public */
export const entityRefSchema = z
  .string()
  .max(300, 'Give an entity ref of at most 300 characters')
  .regex(
    /^[^:/\s]{1,63}:(?:[^:/\s]{1,63}\/)?[^:/\s]{1,63}$/,
    'Give an entity ref with its kind, such as component:default/orders',
  );

/**
 * What an action is done to.
 *
 * - `service`: a catalog entity; in one environment where `environment` is given
 * - `workload`: a Deployment, StatefulSet, DaemonSet, Rollout... of a cluster
 * - `environment`: one of the configured environments
 * - `namespace`: a namespace of a cluster
 * - `release`: a Helm release in a namespace
 *
 * Each kind of action accepts some of these types.
 * @public
 */
export const actionTargetSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('service'),
    /** Entity ref of the service, as `component:default/orders` */
    entityRef: entityRefSchema,
    /** Name of the environment */
    environment: z.string().max(100).optional(),
  }),
  z.object({
    type: z.literal('workload'),
    cluster: z.string().max(253),
    namespace: z.string().max(63),
    kind: z.string().max(63),
    name: z.string().max(253),
  }),
  z.object({
    type: z.literal('environment'),
    /** Name of the environment */
    environment: z.string().max(100),
  }),
  z.object({
    type: z.literal('namespace'),
    cluster: z.string().max(253),
    namespace: z.string().max(63),
  }),
  z.object({
    type: z.literal('release'),
    cluster: z.string().max(253),
    namespace: z.string().max(63),
    /** Name of the Helm release */
    name: z.string().max(53),
  }),
]);

/** What an action is done to; see {@link actionTargetSchema}. @public */
export type ActionTarget = z.infer<typeof actionTargetSchema>;

/** A target in one line, such as `component:default/orders in dev`. @public */
export function describeTarget(target: ActionTarget): string {
  switch (target.type) {
    case 'service':
      return target.environment === undefined
        ? target.entityRef
        : `${target.entityRef} (${target.environment})`;
    case 'workload':
      return `${target.kind} ${target.namespace}/${target.name} (${target.cluster})`;
    case 'environment':
      return `environment ${target.environment}`;
    case 'namespace':
      return `namespace ${target.namespace} in cluster ${target.cluster}`;
    default:
      return `Helm release ${target.namespace}/${target.name} in cluster ${target.cluster}`;
  }
}
