/**
 * A module of the Kubernetes plugin that hands its clusters and read
 * credentials to the delivery plugin, and adds users of kubeconfig files.
 *
 * @packageDocumentation
 */

export { kubernetesModuleDelivery as default } from './module';
export * from './kubeconfig/annotations';
