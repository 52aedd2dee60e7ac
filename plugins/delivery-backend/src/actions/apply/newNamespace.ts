import { FIELD_MANAGER } from '@fairway/backstage-plugin-delivery-common';
import type { NewNamespaces } from '../../config';
import type { Manifest } from './parseManifests';

/** The label that says of a namespace that the portal has made it. */
export const MANAGED_BY = 'app.kubernetes.io/managed-by';

/**
 * A namespace of an environment that the portal makes, and what it begins with:
 * nobody from another namespace may call in.
 */
export function newNamespace(
  namespace: string,
  environment: string,
  { labels, quota, containers, grants }: NewNamespaces,
): [Manifest, ...Manifest[]] {
  const metadata = { name: 'default', namespace };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        namespace,
        labels: { ...labels, [MANAGED_BY]: FIELD_MANAGER },
      },
    },
    // First, because the portal may have no other rights in the namespace.
    ...grants
      .filter(({ environments }) => environments.includes(environment))
      .map(grant => roleBinding(namespace, grant)),
    ...(quota
      ? [
          {
            apiVersion: 'v1',
            kind: 'ResourceQuota',
            metadata,
            spec: { hard: quota },
          },
        ]
      : []),
    ...(containers
      ? [
          {
            apiVersion: 'v1',
            kind: 'LimitRange',
            metadata,
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
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { ...metadata, name: 'same-namespace' },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    },
  ];
}

function roleBinding(
  namespace: string,
  { clusterRole, serviceAccount }: NewNamespaces['grants'][number],
): Manifest {
  const group = 'rbac.authorization.k8s.io';
  const [of, account] = serviceAccount.split('/');
  return {
    apiVersion: `${group}/v1`,
    kind: 'RoleBinding',
    metadata: { name: `${clusterRole}-${of}-${account}`, namespace },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: clusterRole },
    subjects: [{ kind: 'ServiceAccount', namespace: of, name: account }],
  };
}
