import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** What the detail of a workload can show, in the order of its tabs. */
export const workloadViews = ['pods', 'revisions', 'timeline', 'yaml'] as const;

/** What the detail of a workload shows. */
export type WorkloadView = (typeof workloadViews)[number];

/** The detail that an address asks for. */
export interface WorkloadAddress {
  /** As {@link workloadKey} makes it */
  workload: string;
  view: WorkloadView;
  /** Numbers of the revisions to compare, where somebody chose them */
  from?: number;
  to?: number;
}

const KEYS = ['workload', 'view', 'from', 'to'];

/** What a workload is known by in an address: the same when it is made anew. */
export function workloadKey(
  environment: EnvironmentHeader,
  { kind, name }: Pick<Workload, 'kind' | 'name'>,
): string {
  return `${environmentKey(environment)}/${kind}/${name}`;
}

/** Reads the detail from an address; undefined where it asks for none. */
export function readWorkloadAddress(
  query: URLSearchParams,
): WorkloadAddress | undefined {
  const workload = query.get('workload');
  if (!workload) return undefined;
  const view = workloadViews.find(v => v === query.get('view')) ?? 'pods';
  const [from, to] = ['from', 'to'].map(key => {
    const number = Number.parseInt(query.get(key) ?? '', 10);
    return Number.isNaN(number) ? undefined : number;
  });
  return { workload, view, from, to };
}

/** An address that asks for a detail, or for none, and else for the same. */
export function writeWorkloadAddress(
  query: URLSearchParams,
  address: WorkloadAddress | undefined,
): URLSearchParams {
  const written = new URLSearchParams(query);
  KEYS.forEach(key => written.delete(key));
  if (!address) return written;
  const { workload, view, from, to } = address;
  written.set('workload', workload);
  if (view !== 'pods') written.set('view', view);
  if (from !== undefined) written.set('from', String(from));
  if (to !== undefined) written.set('to', String(to));
  return written;
}

/** The workload that an address names, while the delivery has it. */
export function findWorkload(
  { environments }: Delivery,
  { workload: key }: WorkloadAddress,
): { environment: Environment; workload: Workload } | undefined {
  for (const environment of environments) {
    const workload = environment.workloads.find(
      w => workloadKey(environment, w) === key,
    );
    if (workload) return { environment, workload };
  }
  return undefined;
}
