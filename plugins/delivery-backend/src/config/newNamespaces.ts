import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** Schema of `delivery.apply.newNamespaces`: initial content of namespaces that the portal creates. */
export const newNamespacesSchema = z.strictObject({
  /** Labels of the namespace, such as `pod-security.kubernetes.io/enforce` */
  labels: texts.default({}),
  /** `spec.hard` of the ResourceQuota; without it, no quota is created */
  quota: texts.optional(),
  /** Default requests and limits of containers; without it, no LimitRange is created */
  containers: z
    .strictObject({ requests: texts.default({}), limits: texts.default({}) })
    .optional(),
  /** RoleBindings, for example of the service account that pipelines deploy with */
  grants: z
    .array(
      z.strictObject({
        /** Names of the environments whose namespaces get the RoleBinding */
        environments: z.array(z.string()),
        clusterRole: z.string(),
        /** The service account as `NAMESPACE/NAME` */
        serviceAccount: z.string().regex(/^[^/]+\/[^/]+$/),
      }),
    )
    .default([]),
});

/** Initial content of namespaces that the portal creates; see {@link newNamespacesSchema}. */
export type NewNamespaces = z.infer<typeof newNamespacesSchema>;
