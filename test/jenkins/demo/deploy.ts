import { run } from '../../dev/run.ts';
import type { Recipe } from './recipe.ts';

/** How an environment's workloads are reached, with the CI's own credential. */
export interface DeployTarget {
  namespace: string;
  kubectl: string;
  kubeconfig: string;
  log: string;
  /** Gives the folder of the repository's overlay for it, of the recipe's commit; undefined where there is none */
  overlay(): Promise<string | undefined>;
}

const kinds = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'rollouts.argoproj.io',
];

const FIELD_MANAGER = 'jenkins';

/**
 * Brings a service to an environment: what its overlay says, where nothing of it
 * runs yet. Then sets its image, as a company's Jenkins does, with what joins it to the
 * run: version, commit and the run's page. Waits until it has rolled out.
 *
 * @throws CommandError with kubectl's own words
 */
export async function deploy(
  target: DeployTarget,
  recipe: Recipe,
  runUrl: string,
  tell: (line: string) => void,
): Promise<void> {
  const { service, commit, tag } = recipe;
  const kubectl = (args: string[]) =>
    run({
      command: target.kubectl,
      args: [
        `--kubeconfig=${target.kubeconfig}`,
        `--namespace=${target.namespace}`,
        ...args,
      ],
      log: target.log,
    });
  const isThere = async () => {
    const found = await Promise.all(
      kinds.map(kind =>
        kubectl(['get', kind, service, '--ignore-not-found', '-o', 'name']),
      ),
    );
    return found.some(name => name.trim());
  };
  tell(
    `+ deploy --service ${service} --environment ${target.namespace} --revision ${commit.hash}`,
  );
  if (!(await isThere())) {
    const overlay = await target.overlay();
    if (overlay !== undefined) {
      const applied = await kubectl([
        ...['apply', '--server-side', `--field-manager=${FIELD_MANAGER}`],
        ...['-k', overlay],
      ]);
      applied.trim().split('\n').forEach(tell);
    }
  }
  for (const kind of kinds) {
    const found = await kubectl([
      ...['get', kind, service, '--ignore-not-found', '-o', 'json'],
    ]);
    if (!found.trim()) continue;
    const workload: {
      spec: {
        template: {
          metadata: { annotations?: Record<string, string> };
          spec: { containers: { name: string }[] };
        };
      };
    } = JSON.parse(found);
    const { metadata, spec } = workload.spec.template;
    const index = spec.containers.findIndex(({ name }) => name === service);
    if (index < 0) continue;
    const template = '/spec/template/metadata';
    const annotations = {
      ...metadata.annotations,
      'org.opencontainers.image.revision': commit.hash,
      'fairway.dev/build-url': runUrl,
    };
    const image = `registry.harbour.example/harbour/${service}:${tag}`;
    const patch = [
      {
        op: 'test',
        path: `/spec/template/spec/containers/${index}/name`,
        value: service,
      },
      {
        op: 'replace',
        path: `/spec/template/spec/containers/${index}/image`,
        value: image,
      },
      { op: 'add', path: `${template}/annotations`, value: annotations },
      {
        op: 'add',
        path: `${template}/labels/app.kubernetes.io~1version`,
        value: tag,
      },
    ];
    tell(
      (
        await kubectl([
          ...['patch', kind, service, '--type=json'],
          ...[`--field-manager=${FIELD_MANAGER}`, '-p', JSON.stringify(patch)],
        ])
      ).trim(),
    );
    // A Rollout takes its steps with people; it is not waited for.
    if (kind.startsWith('rollouts')) return;
    const status = await kubectl([
      ...['rollout', 'status', `${kind}/${service}`, '--timeout=120s'],
    ]);
    status.trim().split('\n').forEach(tell);
    return;
  }
  tell(`${service} has no workload in ${target.namespace}: nothing to deploy`);
}
