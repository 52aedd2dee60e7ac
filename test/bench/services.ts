import type { V1Deployment, V1Service } from '@kubernetes/client-node';

/** Namespaces of the services; each is an environment. */
export const benchNamespaces = ['bench-staging', 'bench-production'];

/** Annotation that links a service to the cluster. */
export const ID = 'backstage.io/kubernetes-id';

/** Names of a number of services. */
export function serviceNames(services: number): string[] {
  return Array.from({ length: services }, (_, number) => `service-${number}`);
}

/** Catalog entity of a service, optionally with a Jenkins job. */
export function serviceEntity(name: string, job?: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        [ID]: name,
        ...(job && { 'jenkins.io/job-full-name': job }),
      },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'bench' },
  };
}

/** Namespace and pod count of a service. */
export interface BenchDeployment {
  namespace: string;
  name: string;
  replicas: number;
}

/** Spreads pods evenly over services and namespaces; the first ones get the remainder. */
export function benchDeployments(
  services: number,
  pods: number,
): BenchDeployment[] {
  const deployments = benchNamespaces.flatMap(namespace =>
    serviceNames(services).map(name => ({ namespace, name })),
  );
  const each = Math.floor(pods / deployments.length);
  return deployments.map((target, index) => ({
    ...target,
    replicas: each + (index < pods % deployments.length ? 1 : 0),
  }));
}

/** Manifests of a service in a namespace, from those of another service. */
export function objectsOf(
  { namespace, name }: BenchDeployment,
  model: { name: string; deployment: V1Deployment; service: V1Service },
): { deployment: V1Deployment; service: V1Service } {
  const renamed: typeof model = JSON.parse(
    JSON.stringify(model).replaceAll(model.name, name),
  );
  const { deployment, service } = renamed;
  deployment.metadata = { ...deployment.metadata, namespace };
  service.metadata = { ...service.metadata, namespace };
  if (deployment.spec?.template.spec) {
    deployment.spec.replicas = 0;
    // Only these two objects are created.
    deployment.spec.template.spec.serviceAccountName = 'default';
  }
  return { deployment, service };
}

/** A node with capacity for a number of pods of any size. */
export function nodeOf(number: number, pods: number) {
  const name = `bench-${number}`;
  const size = { cpu: '1000', memory: '4Ti', pods: String(pods) };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/hostname': name },
    },
    status: { capacity: size, allocatable: size },
  };
}
