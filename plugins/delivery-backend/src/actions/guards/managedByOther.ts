import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { liveMetadata } from './liveMetadata';
import type { ObjectMetadata } from './liveMetadata';

/** Refuses changes to an object that Argo CD, Flux or Helm manages and would revert. */
export const managedByOther: ActionGuard = {
  id: 'delivery.managed-by-other',
  check: async ({ object }) => {
    if (object?.existing === undefined) return undefined;
    const manager = managerOf(liveMetadata(object.existing));
    return manager === undefined
      ? undefined
      : refusal('managedByOther', { manager });
  },
};

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
function managerOf({
  labels,
  annotations,
}: Required<ObjectMetadata>): string | undefined {
  if (annotations['argocd.argoproj.io/tracking-id']) return 'Argo CD';
  if (labels['argocd.argoproj.io/instance']) return 'Argo CD';
  if (labels['kustomize.toolkit.fluxcd.io/name']) return 'Flux';
  if (labels['helm.toolkit.fluxcd.io/name']) return 'Flux';
  if (annotations['meta.helm.sh/release-name']) return 'Helm';
  return undefined;
}
