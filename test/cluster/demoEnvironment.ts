import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../dev/waitFor.ts';
import { decisionPatches, decisionsOf, isWaiting } from './demoDecisions.ts';
import type { RolloutStatus } from './demoDecisions.ts';
import { atRelease, isRollout, isWorkload } from './demoHistory.ts';
import type { History, Manifest, WorkloadManifest } from './demoHistory.ts';
import { hasRolledOut, isObserved } from './demoRollout.ts';
import type { WorkloadStatus } from './demoRollout.ts';
import { nameOf, trafficOf } from './demoTraffic.ts';

const versionAnnotation = 'fairway.dev/demo-version';
const fieldManager = 'harbour-ci';
/** Jenkins URL in the demo's manifests; it does not exist. */
const WRITTEN_JENKINS = 'https://jenkins.harbour.example';
const pollMs = 250;
const rolledOutWithinMs = 4500;
const stableWithinMs = 60_000;
const waitsWithinMs = 120_000;

interface Options {
  namespace: string;
  /** Folder of the namespace's kustomization */
  folder: string;
  history: History[string];
  /** Hash of the manifests */
  version: string;
  /** URL of the Jenkins server for the runs in the manifests, without a trailing slash */
  jenkins: string;
  /** Runs kubectl on the namespace's cluster and returns its output */
  kubectl: (args: string[], input?: string) => Promise<string>;
}

/** A namespace of the demo. */
export class DemoEnvironment {
  readonly namespace: string;
  private readonly folder: string;
  private readonly history: Options['history'];
  private readonly version: string;
  private readonly jenkins: string;
  private readonly kubectl: Options['kubectl'];

  private constructor(options: Options) {
    this.namespace = options.namespace;
    this.folder = options.folder;
    this.history = options.history;
    this.version = options.version;
    this.jenkins = options.jenkins;
    this.kubectl = options.kubectl;
  }

  static create(options: Options): DemoEnvironment {
    return new DemoEnvironment(options);
  }

  /** Applies the manifests of the folder, unless this version is already applied. */
  async apply(signal?: AbortSignal): Promise<void> {
    const applied = await this.appliedVersion();
    if (applied === this.version) return;
    const manifests = await this.manifests();
    const present = await this.workloads();
    const isNew = ({ metadata: { name } }: Manifest) => {
      const known = present.filter(item => item.metadata.name === name);
      return (
        !known.some(isPastFirstRelease) && (!applied || known.length === 0)
      );
    };
    await this.applyHistory(
      (await this.withoutMoved(manifests)).filter(
        item => !isWorkload(item) || isNew(item),
      ),
      signal,
    );
    await this.applyAll(await this.withoutMoved(manifests));
    await Promise.all(
      manifests
        .filter(item => isRollout(item) && isNew(item))
        .map(rollout => this.decide(rollout, signal)),
    );
    await this.kubectl([
      'annotate',
      'namespace',
      this.namespace,
      '--overwrite',
      `${versionAnnotation}=${this.version}`,
    ]);
  }

  private async appliedVersion(): Promise<string> {
    const column = versionAnnotation.replaceAll('.', '\\.');
    return this.kubectl([
      'get',
      'namespace',
      this.namespace,
      '--ignore-not-found',
      '-o',
      `jsonpath={.metadata.annotations.${column}}`,
    ]);
  }

  private async manifests(): Promise<Manifest[]> {
    const { parseAllDocuments } = await import('yaml');
    const text = await this.kubectl(['kustomize', this.folder]);
    return parseAllDocuments(
      text.replaceAll(WRITTEN_JENKINS, this.jenkins),
    ).map(document => document.toJS());
  }

  private async workloads(): Promise<WorkloadStatus[]> {
    const { items }: { items: WorkloadStatus[] } = JSON.parse(
      await this.kubectl([
        'get',
        'deployments,statefulsets,daemonsets,rollouts.argoproj.io',
        '--namespace',
        this.namespace,
        '-o',
        'json',
      ]),
    );
    return items;
  }

  /** Omits the objects that Argo Rollouts changes. */
  private async withoutMoved(manifests: Manifest[]): Promise<Manifest[]> {
    const traffic = trafficOf(manifests);
    if (!traffic.length) return manifests;
    const present = await this.kubectl([
      'get',
      'services,virtualservices.networking.istio.io',
      '--namespace',
      this.namespace,
      '-o',
      'name',
    ]);
    const moved = present.split('\n').filter(name => traffic.includes(name));
    return manifests.filter(item => !moved.includes(nameOf(item)));
  }

  private async applyHistory(
    manifests: Manifest[],
    signal?: AbortSignal,
  ): Promise<void> {
    const workloads = manifests.filter(isWorkload);
    if (!workloads.length) return;
    await this.applyAll(manifests.filter(isNeededByPods));
    const depth = Math.max(
      0,
      ...Object.values(this.history).map(releases => releases.length),
    );
    for (let back = depth; back > 0; back -= 1) {
      const earlier = workloads.flatMap(workload => {
        const release = this.history[workload.metadata.name]?.at(-back);
        return release ? [atRelease(workload, release)] : [];
      });
      await this.applyAll(earlier);
      await this.settle(
        earlier,
        back === 1 ? hasRolledOut : isObserved,
        signal,
      );
    }
  }

  private async applyAll(manifests: Manifest[]): Promise<void> {
    if (!manifests.length) return;
    await this.kubectl(
      [
        'apply',
        '--server-side',
        '--force-conflicts',
        `--field-manager=${fieldManager}`,
        '-f',
        '-',
      ],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }),
    );
  }

  /**
   * Waits until the controllers have observed a revision; otherwise the next one
   * replaces it without a trace. The wait has a limit, because a quota may prevent a
   * revision from completing. A Rollout takes its steps only after a completed
   * revision.
   */
  private async settle(
    workloads: WorkloadManifest[],
    isDone: (workload: WorkloadStatus) => boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const names = new Set(workloads.map(({ metadata }) => metadata.name));
    const start = Date.now();
    for (;;) {
      const open = (await this.workloads()).filter(
        item => names.has(item.metadata.name) && !isDone(item),
      );
      const limit = open.some(({ kind }) => kind === 'Rollout')
        ? stableWithinMs
        : rolledOutWithinMs;
      if (!open.length || Date.now() - start > limit) return;
      await delay(pollMs, undefined, { signal });
    }
  }

  /** Makes the decisions of people about a Rollout, one for each pause. */
  private async decide(rollout: Manifest, signal?: AbortSignal): Promise<void> {
    const { name } = rollout.metadata;
    let step: number | undefined;
    for (const decision of decisionsOf(rollout)) {
      step = await this.pauseOf(name, step, signal);
      await this.kubectl([
        ...['patch', 'rollouts.argoproj.io', name, '-n', this.namespace],
        ...['--subresource=status', '--type=merge'],
        ...['-p', JSON.stringify(decisionPatches[decision])],
      ]);
    }
  }

  /** Resolves with the step at which a Rollout waits, later than `after`. Blue-green has no steps. */
  private async pauseOf(
    name: string,
    after: number | undefined,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    let step: number | undefined;
    await waitFor(
      `the Rollout ${name} in ${this.namespace} to wait for a decision`,
      async () => {
        const rollout: RolloutStatus = JSON.parse(
          await this.kubectl([
            ...['get', 'rollouts.argoproj.io', name, '-n', this.namespace],
            ...['-o', 'json'],
          ]),
        );
        step = rollout.status?.currentStepIndex;
        return isWaiting(rollout, after);
      },
      { timeoutMs: waitsWithinMs, signal },
    );
    return step;
  }
}

/** Autoscalers and schedules are applied with the current release only. */
function isNeededByPods(manifest: Manifest): boolean {
  return (
    !isWorkload(manifest) &&
    !['CronJob', 'HorizontalPodAutoscaler'].includes(manifest.kind)
  );
}

/** Only for a Rollout: it treats an earlier release, applied again, as a new rollout. */
function isPastFirstRelease({ kind, metadata }: WorkloadStatus): boolean {
  const revision = metadata.annotations?.['rollout.argoproj.io/revision'];
  return kind === 'Rollout' && Number(revision ?? 0) > 1;
}
