import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  applyPipelinesEvent,
  changesSchema,
  gateReportSchema,
  logPartSchema,
  pipelineCandidatesSchema,
  pipelineParametersSchema,
  pipelinesEventSchema,
  runDetailSchema,
  testReportSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Changes,
  GateReport,
  LogPart,
  ParameterDefinition,
  PipelineCandidates,
  RunDetail,
  ServicePipelines,
  TestReport,
} from '@fairway/backstage-plugin-delivery-common';
import { BackendConnection } from './BackendConnection';
import type { Live } from './DeliveryApi';
import type { LiveUpdatesApi } from './LiveUpdatesApi';
import type { PipelinesApi, RunRef } from './PipelinesApi';

/**
 * Pipelines and runs of services, from the delivery backend.
 * @public
 */
export class PipelinesClient implements PipelinesApi {
  readonly #backend: BackendConnection;
  readonly #liveUpdates: LiveUpdatesApi;
  readonly #pipelines = new Map<string, Live<ServicePipelines>>();

  /** Creates a client that uses the app's APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
    liveUpdates: LiveUpdatesApi;
  }): PipelinesClient {
    return new PipelinesClient(
      BackendConnection.create(options),
      options.liveUpdates,
    );
  }

  private constructor(backend: BackendConnection, liveUpdates: LiveUpdatesApi) {
    this.#backend = backend;
    this.#liveUpdates = liveUpdates;
  }

  /** {@inheritDoc PipelinesApi.follow} */
  follow(service: CompoundEntityRef): Live<ServicePipelines> {
    const key = stringifyEntityRef(service);
    const known = this.#pipelines.get(key);
    if (known) return known;
    const feed = this.#liveUpdates.follow<ServicePipelines>({
      path: servicePath(service, 'pipelines'),
      apply: (pipelines, event) =>
        applyPipelinesEvent(pipelines, pipelinesEventSchema.parse(event)),
      onStop: () => this.#pipelines.delete(key),
    });
    this.#pipelines.set(key, feed);
    return feed;
  }

  /** {@inheritDoc PipelinesApi.getPipelineCandidates} */
  async getPipelineCandidates(
    service: CompoundEntityRef,
  ): Promise<PipelineCandidates> {
    const path = servicePath(service, 'pipelines', 'candidates');
    return pipelineCandidatesSchema.parse(await this.#backend.read(path));
  }

  /** {@inheritDoc PipelinesApi.getPipelineParameters} */
  async getPipelineParameters(
    service: CompoundEntityRef,
    pipelineId: string,
  ): Promise<ParameterDefinition[]> {
    const path = servicePath(service, 'pipelines', pipelineId, 'parameters');
    const read = await this.#backend.read(path);
    return pipelineParametersSchema.parse(read).parameters;
  }

  /** {@inheritDoc PipelinesApi.getRun} */
  async getRun(run: RunRef): Promise<RunDetail> {
    return runDetailSchema.parse(await this.#backend.read(runPath(run)));
  }

  /** {@inheritDoc PipelinesApi.getTestReport} */
  async getTestReport(run: RunRef): Promise<TestReport | undefined> {
    try {
      const read = await this.#backend.read(runPath(run, 'tests'));
      return testReportSchema.parse(read);
    } catch (error) {
      const isNone =
        isError(error) &&
        isError(error.cause) &&
        error.cause.name === 'NotFoundError';
      if (isNone) return undefined;
      throw error;
    }
  }

  /** {@inheritDoc PipelinesApi.getGateReport} */
  async getGateReport(run: RunRef): Promise<GateReport> {
    const read = await this.#backend.read(runPath(run, 'gate'));
    return gateReportSchema.parse(read);
  }

  /** {@inheritDoc PipelinesApi.getRunLog} */
  async getRunLog(
    run: RunRef,
    part: Parameters<PipelinesApi['getRunLog']>[1],
  ): Promise<LogPart> {
    const { start, maxBytes, stageId, signal } = part;
    const query = new URLSearchParams({
      ...(start !== undefined && { start: String(start) }),
      ...(maxBytes !== undefined && { maxBytes: String(maxBytes) }),
      ...(stageId !== undefined && { stage: stageId }),
    });
    const options = { query, signal };
    return logPartSchema.parse(
      await this.#backend.read(runPath(run, 'log'), options),
    );
  }

  /** {@inheritDoc PipelinesApi.download} */
  async download(
    run: RunRef,
    file: Parameters<PipelinesApi['download']>[1],
  ): Promise<Blob> {
    const response =
      file.type === 'log'
        ? await this.#backend.open(runPath(run, 'log.txt'))
        : await this.#backend.open(runPath(run, 'artifacts'), {
            query: new URLSearchParams({ path: file.path }),
          });
    return response.blob();
  }

  /** {@inheritDoc PipelinesApi.getChanges} */
  async getChanges(
    service: CompoundEntityRef,
    selection: Parameters<PipelinesApi['getChanges']>[1],
  ): Promise<Changes> {
    const { search, limit, signal } = selection;
    const query = new URLSearchParams({
      limit: String(limit),
      ...(search && { search }),
    });
    const path = servicePath(service, 'changes');
    return changesSchema.parse(
      await this.#backend.read(path, { query, signal }),
    );
  }
}

function servicePath(
  { kind, namespace, name }: CompoundEntityRef,
  ...rest: string[]
): string[] {
  return ['services', kind, namespace, name, ...rest];
}

function runPath({ service, id }: RunRef, ...rest: string[]): string[] {
  return servicePath(service, 'runs', id, ...rest);
}
