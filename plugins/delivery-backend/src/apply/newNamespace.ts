import { z } from 'zod';
import type { Manifest } from './parseManifests';

const texts = z.record(z.string(), z.string());

/** What a namespace begins with that the portal makes, as `delivery.apply.newNamespaces` has it. */
export const newNamespacesSchema = z.strictObject({
  /** Of the namespace, such as `pod-security.kubernetes.io/enforce` */
  labels: texts.default({}),
  /** `hard` of its ResourceQuota; none without */
  quota: texts.optional(),
  /** Of containers that say nothing themselves; none without */
  containers: z
    .strictObject({ requests: texts.default({}), limits: texts.default({}) })
    .optional(),
});

/** What a namespace begins with; see {@link newNamespacesSchema}. */
export type NewNamespaces = z.infer<typeof newNamespacesSchema>;

/** A namespace that the portal makes, and what it begins with: nobody from another namespace may call in. */
export function newNamespace(
  namespace: string,
  { labels, quota, containers }: NewNamespaces,
): [Manifest, ...Manifest[]] {
  const metadata = { name: 'default', namespace };
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: { name: namespace, namespace, labels },
    },
    ...(quota
      ? [
          {
            ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata },
            spec: { hard: quota },
          },
        ]
      : []),
    ...(containers
      ? [
          {
            ...{ apiVersion: 'v1', kind: 'LimitRange', metadata },
            spec: {
              limits: [
                {
                  type: 'Container',
                  defaultRequest: containers.requests,
                  default: containers.limits,
                },
              ],
            },
          },
        ]
      : []),
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
      metadata: { ...metadata, name: 'same-namespace' },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    },
  ];
}
