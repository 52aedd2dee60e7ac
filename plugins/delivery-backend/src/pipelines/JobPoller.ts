import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { RUNS_SHOWN } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  PipelineJob,
  PipelineProvider,
} from '@fairway/backstage-plugin-delivery-node';
import { Wakeup } from '../Wakeup';
import { mergeRuns, nextRead, pipelinesOf } from './JobState';
import type { JobState, ReadPlan, PipelineState } from './JobState';
import { PollSchedule } from './PollSchedule';
import { jobKey } from './pipelineIds';
import type { KnownRun, PipelineStore } from './PipelineStore';
import { executeRead } from './executeRead';

/** How often the branches of a job are asked for while somebody looks. */
const LIST_MS = 60_000;
/** While something waits in its queue, it has found no branch yet, or it failed. */
const LIST_AGAIN = { minMs: 5_000, maxMs: LIST_MS };
/** How often a run that goes on is asked for: less and less while it does not move. */
const POLL = { minMs: 2_000, maxMs: 15_000 };
/** A pipeline whose runs cannot be read is left alone for so long. */
const RETRY = { minMs: 10_000, maxMs: 120_000 };

/** Runs, and the stages of the newest. */
const REFRESH_STEPS = 2;

/** What a feed needs of the portal. */
export interface JobPollerOptions {
  provider: PipelineProvider;
  job: PipelineJob;
  store: PipelineStore;
  clock: Clock;
  logger: LoggerService;
  /** Hears of every change */
  onChange: () => void;
}

/**
 * What is known of one job that an entity names: read while somebody looks, once
 * for all who look; finished runs once for ever.
 */
export class JobPoller {
  readonly #options: JobPollerOptions;
  readonly #key: string;
  readonly #look = new Wakeup();
  readonly #busy = new Map<string, Promise<void>>();
  readonly #listSchedule = PollSchedule.create(LIST_AGAIN);
  /** By the id of the pipeline */
  readonly #schedules = new Map<string, PollSchedule>();
  #state: JobState = { sync: { state: 'syncing' }, pipelines: new Map() };
  #listing: Promise<void> | undefined;
  #recalled: Promise<void> | undefined;
  #viewers = 0;
  #isRunning = false;

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

  /** Whether something is being read. */
  get isBusy(): boolean {
    return this.#busy.size > 0 || this.#listing !== undefined;
  }

  /** Whose it is, and where. */
  get place(): PipelineJob & { provider: string } {
    return { provider: this.#options.provider.name, ...this.#options.job };
  }

  /** Reads until everybody who looks has called the returned function. */
  watch(signal: AbortSignal): () => void {
    this.#viewers += 1;
    if (!this.#isRunning) this.#run(signal);
    let isLooking = true;
    return () => {
      if (isLooking) this.#viewers -= 1;
      isLooking = false;
      this.#look.call();
    };
  }

  /** Asks again at once: something has happened, or somebody did something. */
  refreshNow(): void {
    this.#listSchedule.reset();
    this.#schedules.clear();
    this.#look.call();
  }

  /** Tells what was known when the portal stopped, once. */
  recall(): Promise<void> {
    this.#recalled ??= this.#recall();
    return this.#recalled;
  }

  /** Reads it where that was not done in the last minute, and the runs of its default branch. */
  async refresh(signal: AbortSignal): Promise<void> {
    await this.recall();
    if (this.#isDue(this.#listSchedule)) await this.#readList(signal);
    for (let step = 0; step < REFRESH_STEPS; step += 1) {
      const defaults = this.#byUrgency().filter(({ isDefault }) => isDefault);
      await Promise.all(defaults.map(each => this.#begin(each, signal)));
    }
  }

  /** Takes a run for what was read of it elsewhere. */
  learn(id: string, read: KnownRun[]): void {
    const pipeline = this.#state.pipelines.get(id);
    if (!pipeline) return;
    this.#replace({ ...pipeline, runs: mergeRuns(pipeline.runs, read) });
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#isRunning = true;
    await this.recall();
    while (this.#viewers && !signal.aborted) {
      if (this.#isDue(this.#listSchedule)) await this.#readList(signal);
      for (const pipeline of this.#byUrgency()) {
        this.#begin(pipeline, signal)?.then(() => this.#look.call());
      }
      await this.#rest(signal);
    }
    this.#isRunning = false;
  }

  #byUrgency(): PipelineState[] {
    return [...this.#state.pipelines.values()].sort(
      (a, b) => Number(b.isDefault) - Number(a.isDefault),
    );
  }

  async #recall(): Promise<void> {
    const { store, logger, job } = this.#options;
    try {
      const known = await store.listing(this.#key);
      if (!known) return;
      const { readAt } = known;
      await this.#take(known.listed, { state: 'stale', readAt });
    } catch (error) {
      logger.warn(
        `Cannot recall the pipelines of '${job.job}', which are read anew: ${textOf(error)}`,
      );
    }
  }

  /** Takes a listing, with the runs that are known or kept. */
  async #take(listed: ListedJob, sync: JobState['sync']): Promise<void> {
    const { provider, job, store } = this.#options;
    const place = { provider: provider.name, server: job.server };
    const before = this.#state.pipelines;
    const ids = [...pipelinesOf(place, listed, () => []).keys()];
    const kept = await store.newestRuns(
      ids.filter(id => !before.has(id)),
      RUNS_SHOWN,
    );
    const pipelines = pipelinesOf(
      place,
      listed,
      id => this.#state.pipelines.get(id)?.runs ?? kept.get(id) ?? [],
    );
    for (const { id, listed: now } of pipelines.values()) {
      const last = before.get(id)?.listed.lastRun?.number ?? 0;
      if ((now.lastRun?.number ?? 0) > last) this.#schedules.delete(id);
    }
    this.#state = { url: listed.url, sync, pipelines };
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
      await this.#take(listed, { state: 'synced', readAt });
      const { pipelines } = listed;
      if (!pipelines.length || pipelines.some(({ queued }) => queued)) {
        this.#listSchedule.slow(now);
      } else this.#listSchedule.rest(now, LIST_MS);
      await store.putListing(this.#key, { readAt, listed });
    } catch (error) {
      if (signal.aborted) return;
      this.#listSchedule.slow(clock.now());
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const { readAt } = this.#state.sync;
    const message = textOf(error);
    const sync: JobState['sync'] = readAt
      ? { state: 'stale', readAt, message }
      : { state: 'failed', message };
    this.#state = { ...this.#state, sync };
    this.#options.onChange();
  }

  /** Reads what a pipeline lacks, where it is time; never throws. */
  #begin(
    pipeline: PipelineState,
    signal: AbortSignal,
  ): Promise<void> | undefined {
    const { id } = pipeline;
    const need = nextRead(pipeline, this.#options.clock.now());
    const schedule = this.#schedules.get(id) ?? PollSchedule.create(POLL);
    this.#schedules.set(id, schedule);
    if (!need || !this.#isDue(schedule)) return undefined;
    if (this.#busy.has(id)) return undefined;
    const reading = this.#read(pipeline, need, schedule, signal).finally(() =>
      this.#busy.delete(id),
    );
    this.#busy.set(id, reading);
    return reading;
  }

  async #read(
    pipeline: PipelineState,
    need: ReadPlan,
    schedule: PollSchedule,
    signal: AbortSignal,
  ): Promise<void> {
    const { id, listed } = pipeline;
    const { clock, job } = this.#options;
    const ref = { ...job, fullName: listed.fullName };
    try {
      const learn = (read: KnownRun[]) => this.learn(id, read);
      const options = { ...this.#options, signal };
      const hasMoved = await executeRead(options, ref, pipeline, need, learn);
      if (!hasMoved) schedule.slow(clock.now());
      else if (need.what === 'progress') schedule.restart(clock.now());
      else schedule.reset();
    } catch (error) {
      if (signal.aborted) return;
      schedule.slow(clock.now(), RETRY);
      if (isError(error) && error.name === 'NotFoundError') {
        this.#drop(id, need);
      } else this.#fail(error);
    }
  }

  // A run, or the whole job, was deleted while it was looked at.
  #drop(id: string, need: ReadPlan): void {
    const pipeline = this.#state.pipelines.get(id);
    if (pipeline && need.what === 'progress') {
      const runs = pipeline.runs.filter(
        ({ number }) => !need.numbers.includes(number),
      );
      this.#replace({ ...pipeline, runs });
    }
    this.#listSchedule.reset();
  }

  #replace(pipeline: PipelineState): void {
    const pipelines = new Map(this.#state.pipelines);
    pipelines.set(pipeline.id, pipeline);
    this.#state = { ...this.#state, pipelines };
    this.#options.onChange();
  }

  #isDue({ dueAt }: PollSchedule): boolean {
    return dueAt <= this.#options.clock.now();
  }

  async #rest(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const due = this.#byUrgency()
      .filter(each => !this.#busy.has(each.id) && nextRead(each, clock.now()))
      .map(({ id }) => this.#schedules.get(id)?.dueAt ?? 0);
    const until = Math.min(this.#listSchedule.dueAt, ...due);
    const rested = new AbortController();
    const either = AbortSignal.any([rested.signal, signal]);
    await Promise.race([
      clock.delay(Math.max(0, until - clock.now()), either),
      this.#look.wait(either),
    ]);
    rested.abort();
  }
}

function textOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
