import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  GateReport,
  LogPart,
  ParameterDefinition,
  RunDetail,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  PipelineProvider,
  PipelineRef,
  RunParts,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import type { JobPoller } from './JobPoller';
import type { JobPollers } from './JobPollers';
import { isFinished } from './JobState';
import type { PipelineState } from './JobState';
import type { UserResolver } from './UserResolver';
import { jobKey, parseRunId, pipelineId, runId } from './pipelineIds';
import type { OwnershipResolver } from '../ownership';
import type { KnownInput, PipelineStore, StoredRun } from './PipelineStore';
import { knownInputs } from './knownInputs';
import { readParts, withoutSecretDefault } from './readParts';
import { SharedCalls } from './SharedCalls';
import { shownRun } from './shownPipelines';

/** How long a read is shared between viewers of the same run. */
const SHARE_MS = 1_500;

/** A pipeline of a service, and the readers of it. */
export interface FoundPipeline {
  id: string;
  provider: PipelineProvider;
  ref: PipelineRef;
  poller: JobPoller;
  /** Undefined if the server does not list the pipeline any more */
  state?: PipelineState;
}

/** A run of a service. */
export interface FoundRun {
  id: string;
  pipeline: FoundPipeline;
  ref: RunRef;
  stored?: StoredRun;
}

/**
 * Reads single runs. A request contains a service and an id. The server and job
 * come from the entity's annotation and the server's listing, never from the
 * request.
 */
export class RunReader {
  readonly #options: Parameters<typeof RunReader.create>[0];
  readonly #shared: SharedCalls;

  static create(options: {
    ownership: Pick<OwnershipResolver, 'viewableJobs'>;
    pollers: JobPollers;
    store: PipelineStore;
    userResolver: Pick<UserResolver, 'resolve'>;
    clock: Clock;
    /** Ends the waits when it aborts */
    signal: AbortSignal;
  }): RunReader {
    return new RunReader(options);
  }

  private constructor(options: Parameters<typeof RunReader.create>[0]) {
    this.#options = options;
    this.#shared = SharedCalls.create(options);
  }

  /** @throws NotFoundError if the service has no such pipeline */
  async findPipeline(
    entity: Entity,
    id: string,
    signal: AbortSignal,
  ): Promise<FoundPipeline> {
    const { ownership, pollers } = this.#options;
    const { jobs: located } = await ownership.viewableJobs(entity, signal);
    for (const isFresh of [false, true]) {
      for (const { provider, job } of located) {
        const poller = pollers.of({ provider, job });
        if (isFresh) await poller.refresh(signal);
        else await poller.restore();
        const state = poller.state().pipelines.get(id);
        if (state) {
          const { fullName } = state.listed;
          return { id, provider, ref: { ...job, fullName }, poller, state };
        }
      }
    }
    const entityRef = stringifyEntityRef(entity);
    throw problemError(
      NotFoundError,
      pipelineProblem('pipelineNotFound', { entityRef, id }),
    );
  }

  /** @throws NotFoundError if the service has no such run */
  async findRun(
    entity: Entity,
    id: string,
    signal: AbortSignal,
  ): Promise<FoundRun> {
    const parsed = parseRunId(id);
    if (!parsed) {
      throw problemError(
        NotFoundError,
        pipelineProblem('runIdInvalid', { id }),
      );
    }
    const stored = await this.#options.store.run(id);
    const pipeline =
      (await this.#formerPipeline(entity, parsed.pipelineId, stored, signal)) ??
      (await this.findPipeline(entity, parsed.pipelineId, signal));
    const ref = { ...pipeline.ref, number: parsed.number };
    return { id, pipeline, ref, stored };
  }

  async parameters(
    { id, provider, ref }: FoundPipeline,
    signal: AbortSignal,
  ): Promise<ParameterDefinition[]> {
    return this.#shared.share(`parameters ${id}`, SHARE_MS, async () =>
      (await provider.readParameters(ref, { signal })).map(
        withoutSecretDefault,
      ),
    );
  }

  /** The run with its stages, changes and artifacts. */
  async parts(
    { id, pipeline, ref, stored }: FoundRun,
    signal: AbortSignal,
  ): Promise<RunParts> {
    if (stored?.parts) return stored.parts;
    return this.#shared.share(`run ${id}`, SHARE_MS, () =>
      this.readAgain(pipeline, ref, signal),
    );
  }

  /** Reads a run from the server even if it is stored, because an action has changed it. */
  async readAgain(
    { id, provider, ref: pipelineRef, poller }: FoundPipeline,
    ref: RunRef,
    signal: AbortSignal,
  ): Promise<RunParts> {
    const { store } = this.#options;
    const parts = await readParts(provider, ref, signal);
    const run = { ...parts.run, stages: parts.stages };
    poller.mergeRuns(id, [run]);
    await store.putRuns({ provider: provider.name, ...pipelineRef }, [run]);
    if (isFinished(run) && !parts.problems.length)
      await store.putDetails(runId(id, ref.number), { parts });
    if (parts.inputs.length) {
      await store.putInputs(
        jobKey(provider.name, pipelineRef),
        knownInputs(parts),
      );
    }
    return parts;
  }

  /** Inputs that runs of the job of a pipeline have waited for, as far as the portal has seen them. */
  inputsOf({ provider, ref }: FoundPipeline): Promise<KnownInput[]> {
    return this.#options.store.inputs(jobKey(provider.name, ref));
  }

  /** A run as the API returns it, without the environments that run its commit. */
  async detail(
    found: FoundRun,
    signal: AbortSignal,
  ): Promise<Omit<RunDetail, 'environments'>> {
    const { userResolver } = this.#options;
    const { pipeline } = found;
    const parts = await this.parts(found, signal);
    const { run: listed, stages, changes, ...rest } = parts;
    const { state } = pipeline;
    return {
      ...shownRun(pipeline.id, { ...listed, stages }, userResolver),
      ...rest,
      changes: changes.map(change => ({
        ...change,
        ...(change.author && { author: userResolver.resolve(change.author) }),
      })),
      server: { provider: pipeline.provider.name, name: pipeline.ref.server },
      pipeline: {
        id: pipeline.id,
        name: state?.listed.name ?? pipeline.ref.fullName,
        fullName: pipeline.ref.fullName,
        kind: state?.listed.kind ?? 'job',
        url: state?.listed.url,
        isDefault: state?.isDefault ?? false,
        isBuildable: state?.listed.isBuildable ?? false,
      },
    };
  }

  /** Test report of a run; undefined if it has no tests. */
  async tests(
    { id, pipeline, ref, stored }: FoundRun,
    signal: AbortSignal,
  ): Promise<TestReport | undefined> {
    if (stored?.tests) return stored.tests;
    return this.#shared.share(`tests ${id}`, SHARE_MS, async () => {
      const tests = await pipeline.provider.readTests(ref, { signal });
      const isComplete = tests && !tests.problems.length;
      if (isComplete) await this.#options.store.putDetails(id, { tests });
      return tests;
    });
  }

  /** Quality gate of a run. */
  async gate(
    { id, pipeline, ref, stored }: FoundRun,
    signal: AbortSignal,
  ): Promise<GateReport> {
    if (stored?.gate) return stored.gate;
    return this.#shared.share(`gate ${id}`, SHARE_MS, async () => {
      const gate = await pipeline.provider.readGate(ref, { signal });
      const isFinal =
        !gate.problems.length &&
        !['pending', 'unknown'].includes(gate.sonarqube?.status ?? '');
      if (isFinal) await this.#options.store.putDetails(id, { gate });
      return gate;
    });
  }

  /**
   * Part of a run's log.
   *
   * @throws the error of `beforeRead`
   */
  async log(
    { id, pipeline, ref }: FoundRun,
    part: { start?: number; maxBytes: number; stageId?: string },
    {
      signal,
      beforeRead,
    }: {
      signal: AbortSignal;
      /** Called before the CI server is read, not for a part that is shared */
      beforeRead: () => Promise<void>;
    },
  ): Promise<LogPart> {
    const key = `log ${id} ${JSON.stringify(part)}`;
    if (!this.#shared.has(key)) await beforeRead();
    return this.#shared.share(key, SHARE_MS, () =>
      pipeline.provider.readLog(ref, { ...part, signal }),
    );
  }

  // Runs of a deleted branch are still stored; its pipeline was listed in this job.
  async #formerPipeline(
    entity: Entity,
    id: string,
    stored: StoredRun | undefined,
    signal: AbortSignal,
  ): Promise<FoundPipeline | undefined> {
    const { ownership, pollers } = this.#options;
    if (!stored || !isFinished(stored.run)) return undefined;
    const { server, fullName } = stored.pipeline;
    const { jobs } = await ownership.viewableJobs(entity, signal);
    const located = jobs.find(
      ({ provider, job }) =>
        provider.name === stored.pipeline.provider &&
        job.server === server &&
        (fullName === job.job || fullName.startsWith(`${job.job}/`)),
    );
    if (!located) return undefined;
    const { provider, job } = located;
    const poller = pollers.of(located);
    return {
      id,
      provider,
      ref: { ...job, fullName },
      poller,
      state: poller.state().pipelines.get(id),
    };
  }
}

/** Id of a run on a CI server. */
export function idOfRun(provider: string, ref: RunRef): string {
  return runId(pipelineId(provider, ref.server, ref.fullName), ref.number);
}
