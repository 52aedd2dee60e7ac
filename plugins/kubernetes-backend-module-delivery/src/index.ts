/**
 * Module of the Kubernetes plugin that passes its clusters and read credentials to the
 * delivery plugin, and adds an auth provider for users of kubeconfig files.
 *
 * @packageDocumentation
 */

export { kubernetesModuleDelivery as default } from './module';
export * from './kubeconfig/annotations';
