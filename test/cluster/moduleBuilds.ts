import path from 'node:path';
import type { GoModule } from '../dev/goModule.ts';

/** Folder of the clusters' Go modules. */
export const MODULES = path.join(import.meta.dirname, 'go');

/** All built modules; each is a go.mod with `tool` lines and without code. */
export const moduleBuilds: GoModule[] = [
  {
    name: 'kubernetes',
    dir: path.join(MODULES, 'kubernetes'),
    // Kubernetes gets its version from the linker, not from its module.
    ldflags: [
      '-s -w',
      '-X k8s.io/component-base/version.gitVersion=v1.37.2',
      '-X k8s.io/component-base/version.gitMajor=1',
      '-X k8s.io/component-base/version.gitMinor=37',
    ].join(' '),
    versions: {
      'kube-apiserver': 'k8s.io/kubernetes',
      'kube-controller-manager': 'k8s.io/kubernetes',
      'kube-scheduler': 'k8s.io/kubernetes',
      kubectl: 'k8s.io/kubernetes',
      // Name of etcd's main package
      server: 'go.etcd.io/etcd/server/v3',
    },
  },
  {
    name: 'kwok',
    dir: path.join(MODULES, 'kwok'),
    ldflags: '-s -w',
    versions: { kwok: 'sigs.k8s.io/kwok' },
  },
  {
    name: 'metrics-server',
    dir: path.join(MODULES, 'metrics-server'),
    ldflags: '-s -w',
    versions: { 'metrics-server': 'sigs.k8s.io/metrics-server' },
  },
  {
    name: 'argo-rollouts',
    dir: path.join(MODULES, 'argo-rollouts'),
    ldflags: '-s -w',
    versions: { 'rollouts-controller': 'github.com/argoproj/argo-rollouts' },
  },
];

/**
 * Modules whose sources contain manifests for the clusters, by the folder under `go/`
 * that requires them. They are needed after the build too.
 */
export const manifestModules: Record<string, string[]> = {
  'argo-rollouts': ['github.com/argoproj/argo-rollouts'],
  crds: ['istio.io/api', 'sigs.k8s.io/gateway-api'],
};
