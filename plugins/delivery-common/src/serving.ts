import type { Serving, Software } from './delivery';

/** The part of software that users can tell apart. @public */
export type SoftwareIdentity = Pick<Software, 'version' | 'commit' | 'images'>;

/** What serves and what the spec asks for. @public */
export interface ServedSoftware<
  S extends SoftwareIdentity,
  T extends SoftwareIdentity,
> {
  /** Software that users reach, the largest share first */
  serving: S[];
  /** Software that the spec asks for; absent if it is exactly what is serving */
  target?: T;
}

/**
 * The software that most users reach. If there is none, the software that the spec asks for.
 * @public
 */
export function mainSoftware<
  S extends SoftwareIdentity,
  T extends SoftwareIdentity,
>({ serving, target }: ServedSoftware<S, T>): S | T | undefined {
  return serving.at(0) ?? target;
}

/** All software of a workload: what serves, then what the spec asks for. @public */
export function allSoftware<
  S extends SoftwareIdentity,
  T extends SoftwareIdentity,
>({ serving, target }: ServedSoftware<S, T>): (S | T)[] {
  const isServing =
    target && serving.some(each => isSameSoftware(each, target));
  return target && !isServing ? [...serving, target] : serving;
}

/** Whether two pod templates have the same version, commit and images. @public */
export function isSameSoftware(
  a: SoftwareIdentity,
  b: SoftwareIdentity,
): boolean {
  return (
    a.version?.value === b.version?.value &&
    a.commit === b.commit &&
    a.images.join() === b.images.join()
  );
}

/** Percentage with two decimals; 0 of nothing. @public */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}

/**
 * What several workloads of one service serve. The same version and commit count as
 * one software, whatever its images, because each workload has its own.
 */
export function combineServing(
  workloads: { name: string; serving: Serving[] }[],
): (Serving & { workloads: string[] })[] {
  const allPods = sum(workloads.flatMap(({ serving }) => serving));
  const combined = new Map<string, Serving & { workloads: string[] }>();
  for (const { name, serving } of workloads) {
    const ownPods = sum(serving);
    for (const each of serving) {
      const key = JSON.stringify(
        each.version || each.commit
          ? [each.version?.value, each.commit]
          : each.images,
      );
      const known = combined.get(key);
      const weighted = (each.share * ownPods) / (allPods || 1);
      combined.set(key, {
        ...each,
        revisions: [...(known?.revisions ?? []), ...each.revisions],
        images: [...new Set([...(known?.images ?? []), ...each.images])],
        pods: each.pods + (known?.pods ?? 0),
        share: weighted + (known?.share ?? 0),
        workloads: [...new Set([...(known?.workloads ?? []), name])],
      });
    }
  }
  return [...combined.values()]
    .map(each => ({ ...each, share: Math.round(each.share * 100) / 100 }))
    .sort((a, b) => b.share - a.share);
}

function sum(serving: Serving[]): number {
  return serving.reduce((total, { pods }) => total + pods, 0);
}
