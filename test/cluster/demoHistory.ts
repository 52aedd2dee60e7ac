import type { V1PodTemplateSpec } from '@kubernetes/client-node';

/** The fields that all objects of `kubectl kustomize` have. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

/**
 * A manifest with its own pod template: a Deployment, StatefulSet, DaemonSet, or a
 * Rollout without `workloadRef`.
 */
export interface WorkloadManifest extends Manifest {
  spec: { paused?: boolean; template: V1PodTemplateSpec };
}

/** A Rollout, with its own pod template or a `workloadRef`. */
export interface RolloutManifest extends Manifest {
  /** Absent in some patches of overlays */
  spec?: {
    template?: V1PodTemplateSpec;
    strategy?: {
      blueGreen?: { activeService: string; previewService?: string };
      canary?: { stableService?: string; canaryService?: string };
    };
  };
}

/** Earlier release of a service, from `history.yaml`. */
export interface Release {
  /** Tag of the image, and version label of a workload that has one */
  version?: string;
  /** Digest instead of a version: `sha256:` and 64 hexadecimal digits */
  digest?: string;
  /** Hash of the commit, 40 hexadecimal digits */
  revision: string;
  cause?: string;
  /** Fields of the pod's spec that a later release added */
  without?: ('nodeSelector' | 'tolerations')[];
}

/** Releases before the current one, oldest first, by namespace and workload. */
export type History = Record<string, Record<string, Release[]>>;

const versionLabel = 'app.kubernetes.io/version';
const revisionAnnotation = 'org.opencontainers.image.revision';
const buildAnnotation = 'fairway.dev/build-url';
const causeAnnotation = 'kubernetes.io/change-cause';
const imageFolder = 'registry.harbour.example/harbour/';

/** Whether a manifest has a kind with rollouts. */
export function isWorkload(manifest: Manifest): manifest is WorkloadManifest {
  if (isRollout(manifest)) return manifest.spec?.template !== undefined;
  return (
    manifest.apiVersion === 'apps/v1' &&
    ['Deployment', 'StatefulSet', 'DaemonSet'].includes(manifest.kind)
  );
}

/** Whether a manifest is a Rollout of Argo Rollouts. */
export function isRollout(manifest: Manifest): manifest is RolloutManifest {
  return (
    manifest.apiVersion === 'argoproj.io/v1alpha1' &&
    manifest.kind === 'Rollout'
  );
}

/**
 * A workload at an earlier release, with its image, labels and annotations. It is not
 * paused and healthy, because only the current release has failures.
 */
export function atRelease(
  workload: WorkloadManifest,
  release: Release,
): WorkloadManifest {
  const earlier = structuredClone(workload);
  const { template } = earlier.spec;
  delete earlier.spec.paused;

  for (const metadata of [earlier.metadata, template.metadata]) {
    if (metadata?.labels?.[versionLabel] && release.version) {
      metadata.labels[versionLabel] = release.version;
    }
  }
  if (earlier.metadata.annotations?.[causeAnnotation] && release.cause) {
    earlier.metadata.annotations[causeAnnotation] = release.cause;
  }
  if (template.metadata) {
    const kept = Object.entries(template.metadata.annotations ?? {}).filter(
      ([name]) =>
        name !== buildAnnotation && !name.startsWith('simulate.fairway.dev/'),
    );
    template.metadata.annotations = {
      ...Object.fromEntries(kept),
      [revisionAnnotation]: release.revision,
    };
  }
  const { spec } = template;
  if (spec) {
    for (const container of [
      ...(spec.initContainers ?? []),
      ...spec.containers,
    ]) {
      container.image = imageAt(container.image, release);
    }
    for (const field of release.without ?? []) delete spec[field];
  }
  return earlier;
}

function imageAt(image: string | undefined, release: Release) {
  if (!image?.startsWith(imageFolder)) return image;
  const repository = image.replace(/(:[^/@]+)?(@.*)?$/, '');
  return release.digest
    ? `${repository}@${release.digest}`
    : `${repository}:${release.version}`;
}
