import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { matchesNamespace } from '../../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../../config/readDeliveryConfig';
import { generationProblem, isGenerated } from './generatedSecret';
import { groupOf } from './parseManifests';
import type { Manifest } from './parseManifests';

/** One object that is about to be applied, and what it would be applied over. */
export interface Candidate {
  manifest: Manifest;
  /** As the API server has it; undefined where it has none */
  live: unknown;
  environment: EnvironmentConfig;
  /** Kinds that may be applied, as `apps/Deployment`, `/Service` */
  kinds: readonly string[];
  /** Of the service */
  entityRef: string;
  /** The value of its `backstage.io/kubernetes-id` */
  id: string | undefined;
  /** Whether the catalog does not have the service yet: nothing can be its own */
  isDraft: boolean;
  /** Entity refs of others whose catalog files name the same id, from elsewhere */
  conflictingOwners: string[];
}

/** Why an object is not to be applied; undefined where nothing speaks against it. */
type Guard = (candidate: Candidate) => string | undefined;

const liveSchema = z.looseObject({
  metadata: z.looseObject({
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
});

/** Every guard, each asked of every object. */
const guards: Guard[] = [
  ({ manifest, kinds }) => {
    const kind = `${groupOf(manifest.apiVersion)}/${manifest.kind}`;
    // Without a value of it, a Secret is as good as any other object.
    return kinds.includes(kind) || isGenerated(manifest)
      ? undefined
      : `${manifest.kind} of '${manifest.apiVersion}' is not among the kinds that delivery.apply.kinds allows`;
  },
  ({ manifest }) =>
    isGenerated(manifest) ? generationProblem(manifest) : undefined,
  ({ manifest, environment }) => {
    const { namespace } = manifest.metadata;
    return matchesNamespace(environment, namespace)
      ? undefined
      : `Namespace '${namespace}' is not one of environment '${environment.name}'`;
  },
  candidate => {
    const { manifest, entityRef, id } = candidate;
    const { labels = {}, annotations = {} } = manifest.metadata;
    return isClaimed(candidate, labels, annotations)
      ? undefined
      : `It does not say that it belongs to ${entityRef}: give it ${
          id === undefined
            ? `the annotation ${FAIRWAY_ENTITY}: ${entityRef}`
            : `the label ${KUBERNETES_ID}: ${id}`
        }`;
  },
  ({ live, isDraft }) =>
    live !== undefined && isDraft
      ? 'There is one of this name already'
      : undefined,
  candidate => {
    if (candidate.live === undefined) return undefined;
    const { labels, annotations } = liveSchema.parse(candidate.live).metadata;
    const others = [labels[KUBERNETES_ID], annotations[FAIRWAY_ENTITY]].filter(
      owner => owner && owner !== candidate.id && owner !== candidate.entityRef,
    );
    if (others.length) {
      return `What is there belongs to ${others.join(' and ')}`;
    }
    const { id, entityRef, conflictingOwners } = candidate;
    if (conflictingOwners.length && annotations[FAIRWAY_ENTITY] !== entityRef) {
      return `What is there has the id '${id}', which ${conflictingOwners.join(' and ')} names too: who looks after it gives it the annotation ${FAIRWAY_ENTITY} with the one that it belongs to`;
    }
    return isClaimed(candidate, labels, annotations)
      ? undefined
      : `What is there does not say that it belongs to ${candidate.entityRef}: who looks after it labels it first`;
  },
  ({ live }) => {
    if (live === undefined) return undefined;
    const { labels, annotations } = liveSchema.parse(live).metadata;
    const by = managerOf(labels, annotations);
    return by && `${by} looks after it and would undo this: change it there`;
  },
];

/** What speaks against applying an object; undefined where nothing does. */
export function refusalOf(candidate: Candidate): string | undefined {
  for (const guard of guards) {
    const reason = guard(candidate);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function isClaimed(
  { entityRef, id }: Candidate,
  labels: Record<string, string>,
  annotations: Record<string, string>,
): boolean {
  const claims = [
    ...(id === undefined ? [] : [labels[KUBERNETES_ID] === id]),
    annotations[FAIRWAY_ENTITY] === entityRef,
  ];
  return claims.includes(true);
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
function managerOf(
  labels: Record<string, string>,
  annotations: Record<string, string>,
): string | undefined {
  if (annotations['argocd.argoproj.io/tracking-id']) return 'Argo CD';
  if (labels['argocd.argoproj.io/instance']) return 'Argo CD';
  if (labels['kustomize.toolkit.fluxcd.io/name']) return 'Flux';
  if (labels['helm.toolkit.fluxcd.io/name']) return 'Flux';
  if (annotations['meta.helm.sh/release-name']) return 'Helm';
  return undefined;
}
