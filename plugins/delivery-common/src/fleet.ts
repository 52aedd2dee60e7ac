import { z } from 'zod';
import { replicasSchema, syncSchema, workloadKindSchema } from './delivery';
import type { Delivery, Environment, Workload } from './delivery';
import { healthSchema, worstHealth } from './health';
import { jobRunStateSchema, lastEndedRun } from './jobs';
import type { JobSeries } from './jobs';
import { runOutcomeSchema } from './run';
import { versionSchema } from './version';

/**
 * One service in one environment, in short: its workload that is worst off,
 * and how many there are besides.
 * @public
 */
export const fleetCellSchema = z.object({
  kind: workloadKindSchema,
  /** Of the workload */
  name: z.string(),
  /** Workloads of the service in this environment */
  workloads: z.number().int(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  /** The full hash, as the annotation has it */
  commit: z.string().optional(),
  /** ISO time at which the current revision was deployed */
  deployedAt: z.string(),
  replicas: replicasSchema,
  health: healthSchema,
  /** A rollout under way, or one that waits; none when all pods are of the newest revision */
  rollout: z.enum(['rolling', 'waiting']).optional(),
});

/** One service in one environment, in short; see {@link fleetCellSchema}. @public */
export type FleetCell = z.infer<typeof fleetCellSchema>;

/**
 * The jobs of a service in one environment, in short: those that failed last
 * first, else by name.
 * @public
 */
export const fleetJobSchema = z.object({
  /** Of the CronJob or Job */
  name: z.string(),
  /** Series of the service in this environment */
  jobs: z.number().int(),
  version: versionSchema.optional(),
  /** The full hash, as the annotation has it */
  commit: z.string().optional(),
  /** The newest, or the one that failed last; none where Kubernetes has none */
  lastRun: z
    .object({
      state: jobRunStateSchema,
      /** ISO time */
      startedAt: z.string(),
    })
    .optional(),
});

/** The jobs of a service in one environment, in short; see {@link fleetJobSchema}. @public */
export type FleetJob = z.infer<typeof fleetJobSchema>;

/** The newest run of the branch that a service is released from. @public */
export const fleetRunSchema = z.object({
  /** Of the run */
  id: z.string(),
  /** `#41`, or what somebody called it */
  name: z.string(),
  outcome: runOutcomeSchema,
  /** ISO time */
  startedAt: z.string(),
});

/** The newest run of the branch that a service is released from. @public */
export type FleetRun = z.infer<typeof fleetRunSchema>;

/** One service, in all environments. @public */
export const fleetRowSchema = z.object({
  /** Of the service, as `component:default/name` */
  entityRef: z.string(),
  /** What people call it */
  title: z.string(),
  /** Refs, by the catalog's relations */
  owners: z.array(z.string()),
  /** Ref */
  system: z.string().optional(),
  tags: z.array(z.string()),
  /** By the name of the environment; `null` where it is not deployed, missing where the viewer may not look or nothing could be read */
  cells: z.record(z.string(), fleetCellSchema.nullable()),
  /** By the name of the environment, where jobs are all that runs there; its cell is `null` */
  jobs: z.record(z.string(), fleetJobSchema).optional(),
  /** Of its default branch; absent where none is known, or the viewer may not see it */
  lastRun: fleetRunSchema.optional(),
});

/** One service, in all environments. @public */
export type FleetRow = z.infer<typeof fleetRowSchema>;

/** An environment as the fleet has it: a column. @public */
export const fleetEnvironmentSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  production: z.boolean(),
  sync: syncSchema,
});

/** An environment as the fleet has it: a column. @public */
export type FleetEnvironment = z.infer<typeof fleetEnvironmentSchema>;

/** All services that a viewer may see, by environment. @public */
export const fleetSchema = z.object({
  /** In the order of promotion */
  environments: z.array(fleetEnvironmentSchema),
  /** By entity ref */
  rows: z.array(fleetRowSchema),
});

/** All services that a viewer may see, by environment. @public */
export type Fleet = z.infer<typeof fleetSchema>;

/** What a fleet stream sends, each as the data of one server-sent event. @public */
export const fleetEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), fleet: fleetSchema }),
  z.object({
    type: z.literal('patch'),
    /** All of them, where one changed */
    environments: z.array(fleetEnvironmentSchema).optional(),
    /** New or changed, each whole */
    rows: z.array(fleetRowSchema),
    /** Entity refs */
    removed: z.array(z.string()),
  }),
]);

/** What a fleet stream sends; see {@link fleetEventSchema}. @public */
export type FleetEvent = z.infer<typeof fleetEventSchema>;

/** A service's delivery in short, by environment: a fleet row's cells. @public */
export function fleetCells(delivery: Delivery): FleetRow['cells'] {
  const cells: FleetRow['cells'] = {};
  for (const [name, environments] of byName(delivery)) {
    const workloads = environments.flatMap(e => e.workloads);
    const isRead = ['synced', 'stale'].includes(environments[0].sync.state);
    if (workloads.length) cells[name] = fleetCell(workloads);
    else if (isRead) cells[name] = null;
  }
  return cells;
}

/** A service's jobs in short, by environment: a fleet row's jobs. @public */
export function fleetJobs(delivery: Delivery): Record<string, FleetJob> {
  const jobs: Record<string, FleetJob> = {};
  for (const [name, environments] of byName(delivery)) {
    const series = environments.flatMap(e => e.jobs);
    const isAll = environments.every(e => !e.workloads.length);
    if (series.length && isAll) jobs[name] = fleetJob(series);
  }
  return jobs;
}

function byName(delivery: Delivery): Map<string, Environment[]> {
  const found = new Map<string, Environment[]>();
  for (const environment of delivery.environments) {
    const same = found.get(environment.name) ?? [];
    found.set(environment.name, [...same, environment]);
  }
  return found;
}

function fleetJob(series: JobSeries[]): FleetJob {
  const failed = series.find(s => lastEndedRun(s)?.state === 'failed');
  const shown = failed ?? series[0];
  const run = failed ? lastEndedRun(failed) : shown.runs[0];
  return {
    name: shown.name,
    jobs: series.length,
    version: shown.version,
    commit: shown.commit,
    lastRun: run && { state: run.state, startedAt: run.startedAt },
  };
}

function fleetCell(workloads: Workload[]): FleetCell {
  const health = worstHealth(workloads.map(w => w.health));
  const worst = workloads.find(w => w.health === health) ?? workloads[0];
  return {
    kind: worst.kind,
    name: worst.name,
    workloads: workloads.length,
    images: worst.images,
    version: worst.version,
    commit: worst.commit,
    deployedAt: worst.deployedAt,
    replicas: worst.replicas,
    health: worst.health,
    rollout: rolloutOf(worst),
  };
}

function rolloutOf({ rollout, replicas }: Workload): FleetCell['rollout'] {
  switch (rollout.state) {
    case 'waiting':
      return 'waiting';
    case 'progressing':
      return 'rolling';
    case 'failed':
      return replicas.updated < replicas.desired ? 'rolling' : undefined;
    default:
      return undefined;
  }
}

/**
 * The fleet after an event. What did not change is the same object as before,
 * so that a view can skip it.
 * @public
 */
export function applyFleetEvent(
  fleet: Fleet | undefined,
  event: FleetEvent,
): Fleet | undefined {
  if (event.type === 'snapshot') return event.fleet;
  if (!fleet) return undefined;
  const changed = new Map(event.rows.map(row => [row.entityRef, row]));
  const removed = new Set(event.removed);
  const known = new Set(fleet.rows.map(row => row.entityRef));
  const isReordered = event.rows.some(row => !known.has(row.entityRef));
  const rows = fleet.rows
    .filter(row => !removed.has(row.entityRef))
    .map(row => changed.get(row.entityRef) ?? row);
  return {
    environments: event.environments ?? fleet.environments,
    rows: isReordered
      ? [...rows, ...event.rows.filter(row => !known.has(row.entityRef))].sort(
          compareRows,
        )
      : rows,
  };
}

/** The order of a fleet's rows: by entity ref. @public */
export function compareRows(
  a: Pick<FleetRow, 'entityRef'>,
  b: Pick<FleetRow, 'entityRef'>,
): number {
  if (a.entityRef === b.entityRef) return 0;
  return a.entityRef < b.entityRef ? -1 : 1;
}
