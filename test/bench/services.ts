import type { V1Deployment, V1Service } from '@kubernetes/client-node';

/** The namespaces that services are deployed to, each an environment. */
export const benchNamespaces = ['bench-staging', 'bench-production'];

/** How a service is found in the cluster. */
export const ID = 'backstage.io/kubernetes-id';

/** The names of so many services. */
export function serviceNames(services: number): string[] {
  return Array.from({ length: services }, (_, number) => `service-${number}`);
}

/** A service's entity, as the catalog has it, maybe with a job in Jenkins. */
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

/** Where a service runs, and how many pods of it. */
export interface Place {
  namespace: string;
  name: string;
  replicas: number;
}

/** Pods evenly over services and namespaces; what does not divide goes to the first ones. */
export function placesOf(services: number, pods: number): Place[] {
  const places = benchNamespaces.flatMap(namespace =>
    serviceNames(services).map(name => ({ namespace, name })),
  );
  const each = Math.floor(pods / places.length);
  return places.map((place, index) => ({
    ...place,
    replicas: each + (index < pods % places.length ? 1 : 0),
  }));
}

/** What a service is made of in a place, after another's manifests. */
export function objectsOf(
  { namespace, name }: Place,
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
    // Its own is not made, nor is anything else but these two.
    deployment.spec.template.spec.serviceAccountName = 'default';
  }
  return { deployment, service };
}

/** A node that takes so many pods, whatever they ask for. */
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
