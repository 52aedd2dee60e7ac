import { setTimeout as delay } from 'node:timers/promises';
import { atRelease, isWorkload } from './demoHistory.ts';
import type { History, Manifest, WorkloadManifest } from './demoHistory.ts';
import { hasRolledOut, isObserved } from './demoRollout.ts';
import type { WorkloadStatus } from './demoRollout.ts';

const versionAnnotation = 'fairway.dev/demo-version';
const fieldManager = 'harbour-ci';
const pollMs = 250;
const rolledOutWithinMs = 4500;

interface Options {
  namespace: string;
  /** Holds the namespace's kustomization. */
  folder: string;
  history: History[string];
  /** Changes when the manifests do. */
  version: string;
  /** Resolves with what kubectl printed, on the namespace's cluster. */
  kubectl: (args: string[], input?: string) => Promise<string>;
}

/** One namespace of the demo. */
export class DemoEnvironment {
  readonly namespace: string;
  private readonly folder: string;
  private readonly history: Options['history'];
  private readonly version: string;
  private readonly kubectl: Options['kubectl'];

  private constructor(options: Options) {
    this.namespace = options.namespace;
    this.folder = options.folder;
    this.history = options.history;
    this.version = options.version;
    this.kubectl = options.kubectl;
  }

  static create(options: Options): DemoEnvironment {
    return new DemoEnvironment(options);
  }

  /** Applies what is in the folder, unless this version of it was applied before. */
  async apply(signal?: AbortSignal): Promise<void> {
    const applied = await this.appliedVersion();
    if (applied === this.version) return;
    const manifests = await this.manifests();
    if (!applied) await this.applyHistory(manifests, signal);
    await this.applyAll(manifests);
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
    return parseAllDocuments(text).map(document => document.toJS());
  }

  private async applyHistory(
    manifests: Manifest[],
    signal?: AbortSignal,
  ): Promise<void> {
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
      await this.settle(
        earlier,
        back === 1 ? hasRolledOut : isObserved,
        signal,
      );
    }
  }

  private async applyAll(manifests: Manifest[]): Promise<void> {
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
   * The controllers have to see a revision before the next one replaces it, or it leaves no trace. A limit,
   * because a quota may keep one from ever being complete.
   */
  private async settle(
    workloads: WorkloadManifest[],
    isDone: (workload: WorkloadStatus) => boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const names = new Set(workloads.map(({ metadata }) => metadata.name));
    const until = Date.now() + rolledOutWithinMs;
    while (Date.now() < until) {
      const { items }: { items: WorkloadStatus[] } = JSON.parse(
        await this.kubectl([
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
      await delay(pollMs, undefined, { signal });
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
