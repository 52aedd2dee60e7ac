import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  actionRecordSchema,
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
  ActionRecord,
  ActionRequest,
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
import type { LiveFeed } from './LiveFeed';
import type { PipelinesApi, RunName } from './PipelinesApi';

/**
 * Asks the delivery backend for pipelines, by the portal's own way to its plugins.
 * @public
 */
export class PipelinesClient implements PipelinesApi {
  readonly #backend: BackendConnection;
  readonly #feeds = new Map<string, LiveFeed<ServicePipelines>>();

  /** A client on the portal's own discovery and fetch. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): PipelinesClient {
    return new PipelinesClient(BackendConnection.create(options));
  }

  private constructor(backend: BackendConnection) {
    this.#backend = backend;
  }

  /** {@inheritDoc PipelinesApi.follow} */
  follow(service: CompoundEntityRef): Live<ServicePipelines> {
    const key = stringifyEntityRef(service);
    const known = this.#feeds.get(key);
    if (known) return known;
    const feed = this.#backend.feed<ServicePipelines>({
      path: servicePath(service, 'pipelines'),
      apply: (pipelines, event) =>
        applyPipelinesEvent(pipelines, pipelinesEventSchema.parse(event)),
      onStop: () => this.#feeds.delete(key),
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  /** {@inheritDoc PipelinesApi.findPipelines} */
  async findPipelines(service: CompoundEntityRef): Promise<PipelineCandidates> {
    const path = servicePath(service, 'pipelines', 'candidates');
    return pipelineCandidatesSchema.parse(await this.#backend.read(path));
  }

  /** {@inheritDoc PipelinesApi.readParameters} */
  async readParameters(
    service: CompoundEntityRef,
    pipelineId: string,
  ): Promise<ParameterDefinition[]> {
    const path = servicePath(service, 'pipelines', pipelineId, 'parameters');
    const read = await this.#backend.read(path);
    return pipelineParametersSchema.parse(read).parameters;
  }

  /** {@inheritDoc PipelinesApi.readRun} */
  async readRun(run: RunName): Promise<RunDetail> {
    return runDetailSchema.parse(await this.#backend.read(runPath(run)));
  }

  /** {@inheritDoc PipelinesApi.readTests} */
  async readTests(run: RunName): Promise<TestReport | undefined> {
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

  /** {@inheritDoc PipelinesApi.readGate} */
  async readGate(run: RunName): Promise<GateReport> {
    const read = await this.#backend.read(runPath(run, 'gate'));
    return gateReportSchema.parse(read);
  }

  /** {@inheritDoc PipelinesApi.readLog} */
  async readLog(
    run: RunName,
    part: Parameters<PipelinesApi['readLog']>[1],
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
    run: RunName,
    what: Parameters<PipelinesApi['download']>[1],
  ): Promise<Blob> {
    const response =
      what.type === 'log'
        ? await this.#backend.open(runPath(run, 'log.txt'))
        : await this.#backend.open(runPath(run, 'artifacts'), {
            query: new URLSearchParams({ path: what.path }),
          });
    return response.blob();
  }

  /** {@inheritDoc PipelinesApi.act} */
  async act(request: ActionRequest): Promise<ActionRecord> {
    const response = await this.#backend.open(['actions'], {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return actionRecordSchema.parse(await response.json());
  }

  /** {@inheritDoc PipelinesApi.readAction} */
  async readAction(id: string): Promise<ActionRecord> {
    const read = await this.#backend.read(['actions', id]);
    return actionRecordSchema.parse(read);
  }

  /** {@inheritDoc PipelinesApi.readChanges} */
  async readChanges(
    service: CompoundEntityRef,
    selection: Parameters<PipelinesApi['readChanges']>[1],
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

function runPath({ service, id }: RunName, ...rest: string[]): string[] {
  return servicePath(service, 'runs', id, ...rest);
}
