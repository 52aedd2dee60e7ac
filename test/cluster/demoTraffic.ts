import { isRollout } from './demoHistory.ts';
import type { Manifest } from './demoHistory.ts';

/**
 * The objects by which Rollouts move traffic, of the manifests. Argo Rollouts writes to them: a Service's
 * selector, a VirtualService's routes. To apply one again takes that back, and a Service without the
 * controller's selector lets a blue-green rollout go on without anybody's confirmation.
 *
 * @returns in kubectl's manner, `service/billing`
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

/** As `kubectl get -o name` prints it. */
export function nameOf({ apiVersion, kind, metadata }: Manifest): string {
  const [group, version] = apiVersion.split('/');
  const type = version ? `${kind}.${group}` : kind;
  return `${type.toLowerCase()}/${metadata.name}`;
}
