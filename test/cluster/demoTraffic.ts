import { isRollout } from './demoHistory.ts';
import type { Manifest } from './demoHistory.ts';

/**
 * The manifests' objects with which Rollouts route traffic. Argo Rollouts writes to
 * them: a Service's selector, a VirtualService's routes. Applying one again reverts
 * that, and a blue-green rollout continues without approval if its Service lacks
 * the controller's selector.
 *
 * @returns names in kubectl's format, `service/billing`
 */
export function trafficOf(manifests: Manifest[]): string[] {
  const services = manifests
    .filter(isRollout)
    .flatMap(({ spec }) => [
      spec?.strategy?.blueGreen?.activeService,
      spec?.strategy?.blueGreen?.previewService,
      spec?.strategy?.canary?.stableService,
      spec?.strategy?.canary?.canaryService,
    ])
    .filter(name => name !== undefined)
    .map(name => `service/${name}`);
  const routes = manifests
    .map(nameOf)
    .filter(name => name.startsWith('virtualservice.networking.istio.io/'));
  return [...services, ...routes];
}

/** Name of an object in the format of `kubectl get -o name`. */
export function nameOf({ apiVersion, kind, metadata }: Manifest): string {
  const [group, version] = apiVersion.split('/');
  const type = version ? `${kind}.${group}` : kind;
  return `${type.toLowerCase()}/${metadata.name}`;
}
