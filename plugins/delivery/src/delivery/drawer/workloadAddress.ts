import { environmentKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  EnvironmentHeader,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import type { RevisionRange } from './WorkloadTab';
import { workloadTabs } from './workloadTabs';
import type { WorkloadTabId } from './workloadTabs';

const [DEFAULT_TAB] = workloadTabs;

/** Workload and tab that an address names. */
export interface WorkloadAddress extends RevisionRange {
  /** Result of {@link workloadKey} */
  workload: string;
  view: WorkloadTabId;
}

const KEYS = ['workload', 'view', 'from', 'to'];

/** Identifies a workload in an address. Stays the same when the workload is created again. */
export function workloadKey(
  environment: EnvironmentHeader,
  { kind, name }: Pick<Workload, 'kind' | 'name'>,
): string {
  return `${environmentKey(environment)}/${kind}/${name}`;
}

/** Reads a workload address from a query; undefined where it names no workload. */
export function readWorkloadAddress(
  query: URLSearchParams,
): WorkloadAddress | undefined {
  const workload = query.get('workload');
  if (!workload) return undefined;
  const { id: view } =
    workloadTabs.find(({ id }) => id === query.get('view')) ?? DEFAULT_TAB;
  const [from, to] = ['from', 'to'].map(key => {
    const number = Number.parseInt(query.get(key) ?? '', 10);
    return Number.isNaN(number) ? undefined : number;
  });
  return { workload, view, from, to };
}

/** Query with a workload address, or without one. Other parameters stay. */
export function writeWorkloadAddress(
  query: URLSearchParams,
  address: WorkloadAddress | undefined,
): URLSearchParams {
  const written = new URLSearchParams(query);
  KEYS.forEach(key => written.delete(key));
  if (!address) return written;
  const { workload, view, from, to } = address;
  written.set('workload', workload);
  if (view !== DEFAULT_TAB.id) written.set('view', view);
  if (from !== undefined) written.set('from', String(from));
  if (to !== undefined) written.set('to', String(to));
  return written;
}

/** Finds the workload that an address names; undefined where the delivery does not have it. */
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
