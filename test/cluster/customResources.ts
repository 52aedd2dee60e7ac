import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stack } from '../dev/stack.ts';
import { moduleSource } from './binaries.ts';

/** Files of a Go module that define custom resources. */
interface Definitions {
  goModule: string;
  files: string[];
  /** Resources to use from the files; all by default */
  resources?: string[];
}

const definitions: Definitions[] = [
  {
    goModule: 'sigs.k8s.io/gateway-api',
    files: ['config/crd/standard/gateway.networking.k8s.io_httproutes.yaml'],
  },
  {
    goModule: 'github.com/argoproj/argo-rollouts',
    files: [
      'manifests/crds/analysis-run-crd.yaml',
      'manifests/crds/analysis-template-crd.yaml',
      'manifests/crds/cluster-analysis-template-crd.yaml',
      'manifests/crds/experiment-crd.yaml',
      'manifests/crds/rollout-crd.yaml',
    ],
  },
  {
    goModule: 'istio.io/api',
    files: ['kubernetes/customresourcedefinitions.gen.yaml'],
    resources: ['destinationrules', 'virtualservices'],
  },
];

/** Definitions of the demo's custom resources, from their Go modules. */
export async function customResources(stack: Stack): Promise<string> {
  const documents = await Promise.all(
    definitions.map(async ({ goModule, files, resources }) => {
      const folder = await moduleSource(stack, goModule);
      const all = files.flatMap(file =>
        readFileSync(path.join(folder, file), 'utf8').split(/^---$/m),
      );
      if (!resources) return all;
      const name = new RegExp(`^  name: (${resources.join('|')})\\.`, 'm');
      return all.filter(text => name.test(text));
    }),
  );
  return documents.flat().join('\n---\n');
}
