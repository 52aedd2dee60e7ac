import { setTimeout as delay } from 'node:timers/promises';
import {
  atRelease,
  type History,
  isWorkload,
  type Manifest,
  type WorkloadManifest,
} from './demoHistory.ts';
import type { Kubectl } from './demoKubectl.ts';
import { hasRolledOut, isObserved, type WorkloadStatus } from './demoRollout.ts';

const versionAnnotation = 'fairway.dev/demo-version';
const fieldManager = 'harbour-ci';
const pollMs = 250;
const rolledOutWithinMs = 6000;

/** One namespace of the demo. */
export class DemoEnvironment {
  readonly namespace: string;
  private readonly folder: string;
  private readonly history: History[string];
  private readonly version: string;
  private readonly kubectl: Kubectl;

  private constructor(options: {
    namespace: string;
    folder: string;
    history: History[string];
    version: string;
    kubectl: Kubectl;
  }) {
    this.namespace = options.namespace;
    this.folder = options.folder;
    this.history = options.history;
    this.version = options.version;
    this.kubectl = options.kubectl;
  }

  static create(options: {
    namespace: string;
    folder: string;
    history: History[string];
    version: string;
    kubectl: Kubectl;
  }): DemoEnvironment {
    return new DemoEnvironment(options);
  }

  /** Applies what is in the folder, unless this version of it was applied before. */
  async apply(): Promise<void> {
    const applied = await this.appliedVersion();
    if (applied === this.version) return;
    const manifests = await this.manifests();
    if (!applied) await this.applyHistory(manifests);
    await this.applyAll(manifests);
    await this.kubectl.run([
      'annotate',
      'namespace',
      this.namespace,
      '--overwrite',
      `${versionAnnotation}=${this.version}`,
    ]);
  }

  private async appliedVersion(): Promise<string> {
    const column = versionAnnotation.replaceAll('.', '\\.');
    return this.kubectl.run([
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
    const text = await this.kubectl.run(['kustomize', this.folder]);
    return parseAllDocuments(text).map(document => document.toJS());
  }

  private async applyHistory(manifests: Manifest[]): Promise<void> {
    await this.applyAll(manifests.filter(isNeededByPods));
    const workloads = manifests.filter(isWorkload);
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
      await this.settle(earlier, back === 1 ? hasRolledOut : isObserved);
    }
  }

  private async applyAll(manifests: Manifest[]): Promise<void> {
    await this.kubectl.run(
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
   * The controllers have to see a revision before the next one replaces it, or it leaves no trace. A limit,
   * because a quota may keep one from ever being complete.
   */
  private async settle(
    workloads: WorkloadManifest[],
    isDone: (workload: WorkloadStatus) => boolean,
  ): Promise<void> {
    const names = new Set(workloads.map(({ metadata }) => metadata.name));
    const until = Date.now() + rolledOutWithinMs;
    while (Date.now() < until) {
      const { items }: { items: WorkloadStatus[] } = JSON.parse(
        await this.kubectl.run([
          'get',
          'deployments,statefulsets,daemonsets',
          '--namespace',
          this.namespace,
          '-o',
          'json',
        ]),
      );
      if (items.filter(item => names.has(item.metadata.name)).every(isDone)) {
        return;
      }
      await delay(pollMs);
    }
  }
}

/** Autoscalers and schedules wait for the current release. */
function isNeededByPods(manifest: Manifest): boolean {
  return (
    !isWorkload(manifest) &&
    !['CronJob', 'HorizontalPodAutoscaler'].includes(manifest.kind)
  );
}
