import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  RUNS_SHOWN,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  PipelineJob,
  PipelineProvider,
} from '@fairway/backstage-plugin-delivery-node';
import { Wakeup } from '../Wakeup';
import {
  isActive,
  nextRead,
  pipelinesOf,
  withFailure,
  withRuns,
  withoutRuns,
} from './JobState';
import type { JobState, PipelineState, ReadPlan } from './JobState';
import { PollSchedule } from './PollSchedule';
import { executeRead } from './executeRead';
import { jobKey } from './pipelineIds';
import type { PipelineStore, RunRecord } from './PipelineStore';

/** Interval of listing the pipelines of a job that has viewers. */
const LIST_MS = 60_000;
/** Pauses after a list that failed, was empty, or contained a queued pipeline. */
const LIST_AGAIN = { minMs: 5_000, maxMs: LIST_MS };
/** Pauses between reads of an active run; they grow while it does not change. */
const POLL = { minMs: 2_000, maxMs: 15_000 };
/** Pauses after a failed read of a pipeline. */
const RETRY = { minMs: 10_000, maxMs: 120_000 };

/** Pause after which stages are read again that could not be read with their run. */
const INCOMPLETE_MS = 10 * 60_000;

/** Pause after which a run is read again that could not be read. */
const FAILED_MS = 60_000;

/** Reads of `refresh`: the runs, then the stages of the newest. */
const REFRESH_STEPS = 2;

/** Options of a {@link JobPoller}. */
export interface JobPollerOptions {
  provider: PipelineProvider;
  job: PipelineJob;
  store: PipelineStore;
  clock: Clock;
  logger: LoggerService;
  /** Called after each change of the state */
  onChange: () => void;
}

/**
 * Reads one job of a CI server while it has viewers, once for all of them.
 * Finished runs are stored and never read again.
 */
export class JobPoller {
  readonly #options: JobPollerOptions;
  readonly #key: string;
  readonly #wakeup = new Wakeup();
  /** Reads in progress, by id of the pipeline */
  readonly #reads = new Map<string, Promise<void>>();
  readonly #listSchedule = PollSchedule.create(LIST_AGAIN);
  /** Schedules by id of the pipeline */
  readonly #schedules = new Map<string, PollSchedule>();
  /** Time of the next attempt to read the stages of a run, by pipeline id and number */
  readonly #pausedUntil = new Map<string, number>();
  #state: JobState = { sync: { state: 'syncing' }, pipelines: new Map() };
  #listing: Promise<void> | undefined;
  #restored: Promise<void> | undefined;
  #viewers = 0;
  #isRunning = false;
  /** Whether `refreshNow` was called after the last `refresh` */
  #isOutdated = false;

  static create(options: JobPollerOptions): JobPoller {
    return new JobPoller(options);
  }

  private constructor(options: JobPollerOptions) {
    this.#options = options;
    this.#key = jobKey(options.provider.name, options.job);
  }

  state(): JobState {
    return this.#state;
  }

  /** Whether a read is in progress. */
  get isBusy(): boolean {
    return this.#reads.size > 0 || this.#listing !== undefined;
  }

  /** Whether the job has viewers. */
  get isWatched(): boolean {
    return this.#viewers > 0 || this.#isRunning;
  }

  /** Whether a read is likely to find a change: a run has not finished, or a webhook was received since the last read. */
  get isUrgent(): boolean {
    return this.#isOutdated || this.#byUrgency().some(isActive);
  }

  /** The job, and the name of its provider. */
  get job(): PipelineJob & { provider: string } {
    return { provider: this.#options.provider.name, ...this.#options.job };
  }

  /** Adds a viewer, until the returned function is called. Reads while there are viewers. */
  watch(signal: AbortSignal): () => void {
    this.#viewers += 1;
    if (!this.#isRunning) this.#run(signal);
    let isWatching = true;
    return () => {
      if (isWatching) this.#viewers -= 1;
      isWatching = false;
      this.#wakeup.call();
    };
  }

  /** Makes all reads due, for example after a webhook or an action. */
  refreshNow(): void {
    this.#isOutdated = true;
    this.#listSchedule.reset();
    this.#schedules.clear();
    this.#pausedUntil.clear();
    this.#wakeup.call();
  }

  /** Loads the stored state at the first call; later calls do nothing. */
  restore(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  /**
   * Reads what is due of the list, of the default branch and of branches with a run
   * that has not finished, whether or not there are viewers.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    await this.restore();
    this.#isOutdated = false;
    if (this.#isDue(this.#listSchedule)) await this.#readList(signal);
    for (let step = 0; step < REFRESH_STEPS; step += 1) {
      const pipelines = this.#byUrgency().filter(
        each => each.isDefault || isActive(each),
      );
      await Promise.all(pipelines.map(each => this.#readIfDue(each, signal)));
    }
  }

  /** Merges runs into the state that were read outside this poller. */
  mergeRuns(pipelineId: string, read: RunRecord[]): void {
    this.#setState(withRuns(this.#state, pipelineId, read));
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#isRunning = true;
    await this.restore();
    while (this.#viewers && !signal.aborted) {
      if (this.#isDue(this.#listSchedule)) await this.#readList(signal);
      for (const pipeline of this.#byUrgency()) {
        this.#readIfDue(pipeline, signal)?.then(() => this.#wakeup.call());
      }
      await this.#waitUntilDue(signal);
    }
    this.#isRunning = false;
  }

  #byUrgency(): PipelineState[] {
    return [...this.#state.pipelines.values()].sort(
      (a, b) => Number(b.isDefault) - Number(a.isDefault),
    );
  }

  async #restore(): Promise<void> {
    const { store, logger, job } = this.#options;
    try {
      const known = await store.listing(this.#key);
      if (!known) return;
      const { readAt } = known;
      await this.#setListing(known.listed, { state: 'stale', readAt });
    } catch (error) {
      logger.warn(
        `Cannot load the stored pipelines of job '${job.job}', so they are read from the CI server again: ${problemOf(error).message}`,
      );
    }
  }

  /** Sets the pipelines of a listing, with their known or stored runs. */
  async #setListing(listed: ListedJob, sync: JobState['sync']): Promise<void> {
    const { provider, job, store } = this.#options;
    const source = { provider: provider.name, server: job.server };
    const before = this.#state.pipelines;
    const ids = [...pipelinesOf(source, listed, () => []).keys()];
    const stored = await store.newestRuns(
      ids.filter(id => !before.has(id)),
      RUNS_SHOWN,
    );
    const pipelines = pipelinesOf(
      source,
      listed,
      id => this.#state.pipelines.get(id)?.runs ?? stored.get(id) ?? [],
    );
    for (const { id, listed: now } of pipelines.values()) {
      const last = before.get(id)?.listed.lastRun?.number ?? 0;
      if ((now.lastRun?.number ?? 0) > last) this.#schedules.delete(id);
    }
    for (const id of this.#schedules.keys()) {
      if (!pipelines.has(id)) this.#schedules.delete(id);
    }
    const { url, problems } = listed;
    this.#setState({ url, sync, problems, pipelines });
  }

  #setState(state: JobState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onChange();
  }

  #readList(signal: AbortSignal): Promise<void> {
    this.#listing ??= this.#readListOnce(signal).finally(() => {
      this.#listing = undefined;
    });
    return this.#listing;
  }

  async #readListOnce(signal: AbortSignal): Promise<void> {
    const { provider, job, store, clock } = this.#options;
    try {
      const listed = await provider.listPipelines(job, { signal });
      const now = clock.now();
      const readAt = new Date(now).toISOString();
      await this.#setListing(listed, { state: 'synced', readAt });
      const { pipelines } = listed;
      if (!pipelines.length || pipelines.some(({ queued }) => queued)) {
        this.#listSchedule.slow(now);
      } else this.#listSchedule.rest(now, LIST_MS);
      await store.putListing(this.#key, { readAt, listed });
    } catch (error) {
      if (signal.aborted) return;
      this.#listSchedule.slow(clock.now());
      this.#setState(withFailure(this.#state, problemOf(error)));
    }
  }

  /** Starts the next read of a pipeline if it is due; never throws. */
  #readIfDue(
    pipeline: PipelineState,
    signal: AbortSignal,
  ): Promise<void> | undefined {
    const { id } = pipeline;
    const plan = this.#nextRead(pipeline);
    const schedule = this.#schedules.get(id) ?? PollSchedule.create(POLL);
    this.#schedules.set(id, schedule);
    if (!plan || !this.#isDue(schedule) || this.#reads.has(id)) {
      return undefined;
    }
    const reading = this.#read(pipeline, plan, schedule, signal).finally(() =>
      this.#reads.delete(id),
    );
    this.#reads.set(id, reading);
    return reading;
  }

  async #read(
    pipeline: PipelineState,
    plan: ReadPlan,
    schedule: PollSchedule,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, listed } = pipeline;
    const { provider, store, clock, job } = this.#options;
    try {
      const { hasChanged, isIncomplete, gone } = await executeRead({
        provider,
        store,
        signal,
        ref: { ...job, fullName: listed.fullName },
        runs: pipeline.runs,
        plan,
        onRead: read => this.mergeRuns(id, read),
      });
      if (isIncomplete && plan.type === 'parts') {
        this.#pause(id, plan.number, INCOMPLETE_MS);
      }
      if (gone.length) await this.#onDeleted(id, gone);
      if (!hasChanged) schedule.slow(clock.now());
      else if (plan.type === 'progress') schedule.restart(clock.now());
      else schedule.reset();
    } catch (error) {
      if (signal.aborted) return;
      if (plan.type === 'parts') {
        // One run that cannot be read does not make the job unreadable.
        this.#pause(id, plan.number, FAILED_MS);
        schedule.slow(clock.now());
        if (isNotFound(error)) this.#listSchedule.reset();
        return;
      }
      schedule.slow(clock.now(), RETRY);
      if (isNotFound(error)) this.#listSchedule.reset();
      else this.#setState(withFailure(this.#state, problemOf(error)));
    }
  }

  /** Postpones the next attempt to read the stages of a run. */
  #pause(id: string, number: number, milliseconds: number): void {
    const until = this.#options.clock.now() + milliseconds;
    this.#pausedUntil.set(pausedKey(id, number), until);
  }

  /** Handles unfinished runs that were deleted on the server: lists the job again. */
  async #onDeleted(id: string, numbers: number[]): Promise<void> {
    const { store, logger } = this.#options;
    this.#listSchedule.reset();
    this.#setState(withoutRuns(this.#state, id, numbers));
    try {
      await store.removeUnfinished(id, numbers);
    } catch (error) {
      logger.warn(
        `Cannot remove runs from the database that were deleted on the CI server: ${problemOf(error).message}`,
      );
    }
  }

  #nextRead(pipeline: PipelineState): ReadPlan | undefined {
    const now = this.#options.clock.now();
    return nextRead(
      pipeline,
      now,
      number =>
        (this.#pausedUntil.get(pausedKey(pipeline.id, number)) ?? 0) > now,
    );
  }

  #isDue({ dueAt }: PollSchedule): boolean {
    return dueAt <= this.#options.clock.now();
  }

  async #waitUntilDue(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const dueTimes = this.#byUrgency()
      .filter(each => !this.#reads.has(each.id) && this.#nextRead(each))
      .map(({ id }) => this.#schedules.get(id)?.dueAt ?? 0);
    const dueAt = Math.min(this.#listSchedule.dueAt, ...dueTimes);
    const pauseMs = Math.max(0, dueAt - clock.now());
    await this.#wakeup.waitAtMost(pauseMs, clock, signal);
  }
}

function pausedKey(id: string, number: number): string {
  return `${id} ${number}`;
}

function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}
