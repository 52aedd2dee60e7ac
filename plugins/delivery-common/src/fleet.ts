import { z } from 'zod';
import {
  replicasSchema,
  servingSchema,
  syncSchema,
  targetSchema,
  workloadKindSchema,
} from './delivery';
import type { Delivery, Environment, Workload } from './delivery';
import { findingSchema, worstFinding } from './diagnosis';
import { healthSchema, worstHealth } from './health';
import { jobRunStateSchema, lastEndedRun } from './jobs';
import type { JobSeries } from './jobs';
import { runOutcomeSchema } from './run';
import { combineServing } from './serving';
import { versionSchema } from './version';

const ofWorkloads = {
  /** Names of the workloads; present if the service has several in this environment */
  workloads: z.array(z.string()).optional(),
};

/**
 * Summary of one service in one environment: its least healthy workload, the number
 * of workloads, and what all of them serve.
 *
 * @public
 */
export const fleetCellSchema = z.object({
  kind: workloadKindSchema,
  /** Name of the workload */
  name: z.string(),
  /** Number of workloads of the service in this environment */
  workloads: z.number().int(),
  /**
   * Software that users reach, by share over all workloads, the largest first; empty
   * if no pod is ready, or while the pods are not known
   */
  serving: z.array(
    servingSchema.omit({ revisions: true, buildUrl: true }).extend(ofWorkloads),
  ),
  /** Software that the spec of the workload asks for; absent if it is exactly what is serving */
  target: targetSchema
    .omit({ revisions: true, buildUrl: true })
    .extend(ofWorkloads)
    .optional(),
  /** ISO time at which the software with the largest share was deployed, otherwise the target */
  deployedAt: z.string(),
  replicas: replicasSchema,
  health: healthSchema,
  /** The most severe finding of all workloads, if it is critical or a warning */
  finding: findingSchema
    .pick({
      rule: true,
      severity: true,
      sentence: true,
      values: true,
      details: true,
      since: true,
    })
    .optional(),
  /** Unfinished rollout: `waiting` for a person, otherwise `rolling`; absent if all pods run the newest revision */
  rollout: z.enum(['rolling', 'waiting']).optional(),
});

/** Summary of one service in one environment; see {@link fleetCellSchema}. @public */
export type FleetCell = z.infer<typeof fleetCellSchema>;

/**
 * Summary of the jobs of a service in one environment: a job whose last run
 * failed, otherwise the first by name.
 *
 * @public
 */
export const fleetJobSchema = z.object({
  /** Name of the CronJob or Job */
  name: z.string(),
  /** Number of CronJobs and standalone Jobs of the service in this environment */
  jobs: z.number().int(),
  version: versionSchema.optional(),
  /** Full hash of the commit, from the annotation */
  commit: z.string().optional(),
  /** The last run that failed, otherwise the newest run; absent if Kubernetes has no run */
  lastRun: z
    .object({
      state: jobRunStateSchema,
      /** ISO time */
      startedAt: z.string(),
    })
    .optional(),
});

/** Summary of the jobs of a service in one environment; see {@link fleetJobSchema}. @public */
export type FleetJob = z.infer<typeof fleetJobSchema>;

/** The newest run of a service's default branch. @public */
export const fleetRunSchema = z.object({
  /** Id of the run */
  id: z.string(),
  /** Display name of the run: `#41`, or a custom name */
  name: z.string(),
  outcome: runOutcomeSchema,
  /** ISO time */
  startedAt: z.string(),
});

/** The newest run of a service's default branch. @public */
export type FleetRun = z.infer<typeof fleetRunSchema>;

/** Summary of one service in all environments. @public */
export const fleetRowSchema = z.object({
  /** Ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  /** Display name of the service */
  title: z.string(),
  /** Refs of the owners, from the catalog's relations */
  owners: z.array(z.string()),
  /** Ref of the system */
  system: z.string().optional(),
  tags: z.array(z.string()),
  /** Cells by name of the environment; `null` if the service is not deployed there, missing if the viewer may not read the environment or it could not be read */
  cells: z.record(z.string(), fleetCellSchema.nullable()),
  /** Jobs by name of the environment, for environments in which only jobs run; the cell there is `null` */
  jobs: z.record(z.string(), fleetJobSchema).optional(),
  /** Newest run of the default branch; absent if none is known or the viewer may not see it */
  lastRun: fleetRunSchema.optional(),
});

/** Summary of one service in all environments. @public */
export type FleetRow = z.infer<typeof fleetRowSchema>;

/** An environment of the fleet: one column of the table. @public */
export const fleetEnvironmentSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  production: z.boolean(),
  sync: syncSchema,
});

/** An environment of the fleet: one column of the table. @public */
export type FleetEnvironment = z.infer<typeof fleetEnvironmentSchema>;

/** All services that a viewer may see, by environment. @public */
export const fleetSchema = z.object({
  /** Environments, in the order of promotion */
  environments: z.array(fleetEnvironmentSchema),
  /** Services, sorted by entity ref */
  rows: z.array(fleetRowSchema),
});

/** All services that a viewer may see, by environment. @public */
export type Fleet = z.infer<typeof fleetSchema>;

/** Message of a fleet stream: the data of one server-sent event. @public */
export const fleetEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), fleet: fleetSchema }),
  z.object({
    type: z.literal('patch'),
    /** All environments; present if one of them changed */
    environments: z.array(fleetEnvironmentSchema).optional(),
    /** Complete rows of new and changed services */
    rows: z.array(fleetRowSchema),
    /** Entity refs of removed services */
    removed: z.array(z.string()),
  }),
]);

/** Message of a fleet stream; see {@link fleetEventSchema}. @public */
export type FleetEvent = z.infer<typeof fleetEventSchema>;

/** Summarizes a service's workloads by environment: the cells of a fleet row. @public */
export function fleetCells(delivery: Delivery): FleetRow['cells'] {
  const cells: FleetRow['cells'] = {};
  for (const [name, environments] of byName(delivery)) {
    const workloads = environments.flatMap(e => e.workloads);
    const isRead = ['synced', 'stale'].includes(environments[0].sync.state);
    const cell = summarizeWorkloads(workloads);
    if (cell) cells[name] = cell;
    else if (isRead) cells[name] = null;
  }
  return cells;
}

/** Summarizes a service's jobs by environment: the jobs of a fleet row. @public */
export function fleetJobs(delivery: Delivery): Record<string, FleetJob> {
  const jobs: Record<string, FleetJob> = {};
  for (const [name, environments] of byName(delivery)) {
    const series = environments.flatMap(e => e.jobs);
    const hasOnlyJobs = environments.every(e => !e.workloads.length);
    if (series.length && hasOnlyJobs) jobs[name] = fleetJob(series);
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

/**
 * Summarizes the workloads of a service in one environment; undefined if there are none.
 * @public
 */
export function summarizeWorkloads(
  workloads: Workload[],
): FleetCell | undefined {
  const health = worstHealth(workloads.map(w => w.health));
  const worst = workloads.find(w => w.health === health);
  if (!worst) return undefined;
  const targeted = [worst, ...workloads].find(({ target }) => target);
  const target = targeted && targetOf(targeted, workloads);
  const finding = worstFinding(workloads.flatMap(({ findings }) => findings));
  return {
    kind: worst.kind,
    name: worst.name,
    workloads: workloads.length,
    serving: servingOf(workloads),
    ...(target && { target }),
    deployedAt: worst.deployedAt,
    replicas: worst.replicas,
    health: worst.health,
    ...(finding && {
      finding: {
        rule: finding.rule,
        severity: finding.severity,
        sentence: finding.sentence,
        values: finding.values,
        details: finding.details,
        since: finding.since,
      },
    }),
    rollout: rolloutOf(worst),
  };
}

function servingOf(workloads: Workload[]): FleetCell['serving'] {
  const isAlone = workloads.length === 1;
  const serving = isAlone ? workloads[0].serving : combineServing(workloads);
  return serving.map(({ revisions: _, buildUrl: __, ...each }) => each);
}

function targetOf(
  { name, target }: Workload,
  workloads: Workload[],
): FleetCell['target'] {
  if (!target) return undefined;
  const { revisions: _, buildUrl: __, ...own } = target;
  return workloads.length === 1 ? own : { ...own, workloads: [name] };
}

function rolloutOf({ rollout, replicas }: Workload): FleetCell['rollout'] {
  switch (rollout.state) {
    case 'waiting':
      return rollout.waitsFor === 'approval' ? 'waiting' : 'rolling';
    case 'progressing':
      return 'rolling';
    case 'failed':
      return replicas.updatedReady < replicas.desired ? 'rolling' : undefined;
    default:
      return undefined;
  }
}

/**
 * Applies an event to a fleet. Unchanged rows stay the same objects, so that a
 * view does not render them again.
 *
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

/** Compares rows of the fleet by entity ref. @public */
export function compareRows(
  a: Pick<FleetRow, 'entityRef'>,
  b: Pick<FleetRow, 'entityRef'>,
): number {
  if (a.entityRef === b.entityRef) return 0;
  return a.entityRef < b.entityRef ? -1 : 1;
}
