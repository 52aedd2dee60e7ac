import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../dev/run.ts';
import type { Recipe } from './recipe.ts';

/** Environment of a deployment, with the CI's credential. */
export interface DeployTarget {
  /** Name of the environment and of its namespace, unless an overlay names another */
  environment: string;
  kubectl: string;
  kubeconfig: string;
  log: string;
  /** Writes the overlay of the recipe's commit and returns its folder; undefined if there is none */
  overlay(): Promise<string | undefined>;
}

/** An object in the output of kubectl. */
interface Live {
  kind: string;
  metadata: { name: string; namespace: string };
  spec: {
    template: {
      metadata: { annotations?: Record<string, string> };
      spec: { containers: { name: string }[] };
    };
  };
}

const kinds = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'rollouts.argoproj.io',
];

const FIELD_MANAGER = 'jenkins';
const REVISION = 'org.opencontainers.image.revision';
const BUILD_URL = 'fairway.dev/build-url';

type Kubectl = (args: string[]) => Promise<string>;

/**
 * Deploys a service to an environment, like a company's Jenkins: the overlay of the
 * repository with the image of the run, and with version, commit and URL of the run.
 * Without an overlay, it changes only these on the running workload. Waits until the
 * rollout is complete.
 *
 * @throws CommandError with kubectl's message
 */
export async function deploy(
  target: DeployTarget,
  recipe: Recipe,
  runUrl: string,
  printLine: (line: string) => void,
): Promise<void> {
  const { service, commit } = recipe;
  const { environment } = target;
  const kubectl = (args: string[]) =>
    run({
      command: target.kubectl,
      args: [`--kubeconfig=${target.kubeconfig}`, ...args],
      log: target.log,
    });
  printLine(
    `+ deploy --service ${service} --environment ${environment} --revision ${commit.hash}`,
  );
  const overlay = await target.overlay();
  const deployed =
    overlay === undefined
      ? await setImage(kubectl, environment, recipe, runUrl)
      : await applyOverlay(kubectl, overlay, recipe, runUrl);
  for (const { kind, metadata } of deployed) {
    printLine(`${kind.toLowerCase()}/${metadata.name} serverside-applied`);
  }
  const workload = deployed.find(
    ({ kind, metadata }) =>
      metadata.name === service &&
      kinds.some(each => each.startsWith(`${kind.toLowerCase()}s.`)),
  );
  if (!workload) {
    printLine(
      `${service} has no workload in ${environment}: nothing to deploy`,
    );
    return;
  }
  const { kind, metadata } = workload;
  // A Rollout waits for people; do not wait for it.
  if (kind === 'Rollout') return;
  const status = await kubectl([
    ...['rollout', 'status', `${kind}/${service}`, '--timeout=120s'],
    `--namespace=${metadata.namespace}`,
  ]);
  status.trim().split('\n').forEach(printLine);
}

/** Applies the overlay of an environment. Git overrides the changes of others. */
async function applyOverlay(
  kubectl: Kubectl,
  overlay: string,
  { service, commit, tag }: Recipe,
  runUrl: string,
): Promise<Live[]> {
  const release = path.join(overlay, '..', '..', 'release');
  mkdirSync(release, { recursive: true });
  const template = '/spec/template/metadata';
  const join = [
    ['annotations', REVISION, commit.hash],
    ['annotations', BUILD_URL, runUrl],
    ['labels', 'app.kubernetes.io/version', tag],
  ].map(([at, key, value]) => ({
    op: 'add',
    path: `${template}/${at}/${key.replaceAll('/', '~1')}`,
    value,
  }));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [path.relative(release, overlay)],
    images: [{ name: imageOf(service), newTag: tag }],
    patches: [
      {
        target: {
          kind: 'Deployment|StatefulSet|DaemonSet|Rollout',
          name: service,
        },
        patch: JSON.stringify(join),
      },
    ],
  };
  // JSON is valid YAML.
  writeFileSync(
    path.join(release, 'kustomization.yaml'),
    JSON.stringify(kustomization),
  );
  const applied = await kubectl([
    ...['apply', '--server-side', '--force-conflicts'],
    ...[`--field-manager=${FIELD_MANAGER}`, '-k', release, '-o', 'json'],
  ]);
  const { items }: { items: Live[] } = JSON.parse(applied);
  return items;
}

/** Sets the image of the running workload. */
async function setImage(
  kubectl: Kubectl,
  namespace: string,
  { service, commit, tag }: Recipe,
  runUrl: string,
): Promise<Live[]> {
  const within = `--namespace=${namespace}`;
  for (const kind of kinds) {
    const found = await kubectl([
      ...['get', kind, service, within, '--ignore-not-found', '-o', 'json'],
    ]);
    if (!found.trim()) continue;
    const workload: Live = JSON.parse(found);
    const { metadata, spec } = workload.spec.template;
    const index = spec.containers.findIndex(({ name }) => name === service);
    if (index < 0) continue;
    const template = '/spec/template/metadata';
    const container = `/spec/template/spec/containers/${index}`;
    const annotations = {
      ...metadata.annotations,
      [REVISION]: commit.hash,
      [BUILD_URL]: runUrl,
    };
    const patch = [
      { op: 'test', path: `${container}/name`, value: service },
      {
        op: 'replace',
        path: `${container}/image`,
        value: `${imageOf(service)}:${tag}`,
      },
      { op: 'add', path: `${template}/annotations`, value: annotations },
      {
        op: 'add',
        path: `${template}/labels/app.kubernetes.io~1version`,
        value: tag,
      },
    ];
    await kubectl([
      ...['patch', kind, service, within, '--type=json'],
      ...[`--field-manager=${FIELD_MANAGER}`, '-p', JSON.stringify(patch)],
    ]);
    return [workload];
  }
  return [];
}

function imageOf(service: string): string {
  return `registry.harbour.example/harbour/${service}`;
}
