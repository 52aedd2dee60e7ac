import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  applyPipelinesEvent,
  DeliveryApiClient,
  pipelinesEventSchema,
  pipelinesTopic,
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
import type { Live } from './DeliveryApi';
import type { LiveUpdatesApi } from './LiveUpdatesApi';
import type { PipelinesApi, RunRef } from './PipelinesApi';

/**
 * Pipelines and runs of services, from the delivery backend.
 * @public
 */
export class PipelinesClient implements PipelinesApi {
  readonly #client: DeliveryApiClient;
  readonly #liveUpdates: LiveUpdatesApi;
  readonly #pipelines = new Map<string, Live<ServicePipelines>>();

  /** Creates a client that uses the app's APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
    liveUpdates: LiveUpdatesApi;
  }): PipelinesClient {
    return new PipelinesClient(
      DeliveryApiClient.create(options),
      options.liveUpdates,
    );
  }

  private constructor(client: DeliveryApiClient, liveUpdates: LiveUpdatesApi) {
    this.#client = client;
    this.#liveUpdates = liveUpdates;
  }

  /** {@inheritDoc PipelinesApi.follow} */
  follow(service: CompoundEntityRef): Live<ServicePipelines> {
    const key = stringifyEntityRef(service);
    const known = this.#pipelines.get(key);
    if (known) return known;
    const pipelines = this.#liveUpdates.follow<ServicePipelines>({
      path: pipelinesTopic(service),
      apply: (before, event) =>
        applyPipelinesEvent(before, pipelinesEventSchema.parse(event)),
      onStop: () => this.#pipelines.delete(key),
    });
    this.#pipelines.set(key, pipelines);
    return pipelines;
  }

  /** {@inheritDoc PipelinesApi.getPipelineCandidates} */
  async getPipelineCandidates(
    service: CompoundEntityRef,
  ): Promise<PipelineCandidates> {
    return this.#client.getPipelineCandidates(service);
  }

  /** {@inheritDoc PipelinesApi.getPipelineParameters} */
  async getPipelineParameters(
    service: CompoundEntityRef,
    pipelineId: string,
  ): Promise<ParameterDefinition[]> {
    return this.#client.getPipelineParameters(service, pipelineId);
  }

  /** {@inheritDoc PipelinesApi.getRun} */
  async getRun({ service, id }: RunRef): Promise<RunDetail> {
    return this.#client.getRun(service, id);
  }

  /** {@inheritDoc PipelinesApi.getTestReport} */
  async getTestReport({
    service,
    id,
  }: RunRef): Promise<TestReport | undefined> {
    return this.#client.getTestReport(service, id);
  }

  /** {@inheritDoc PipelinesApi.getGateReport} */
  async getGateReport({ service, id }: RunRef): Promise<GateReport> {
    return this.#client.getGateReport(service, id);
  }

  /** {@inheritDoc PipelinesApi.getRunLog} */
  async getRunLog(
    { service, id }: RunRef,
    { signal, ...query }: Parameters<PipelinesApi['getRunLog']>[1],
  ): Promise<LogPart> {
    return this.#client.getRunLog(service, id, query, { signal });
  }

  /** {@inheritDoc PipelinesApi.download} */
  async download(
    { service, id }: RunRef,
    file: Parameters<PipelinesApi['download']>[1],
  ): Promise<Blob> {
    return file.type === 'log'
      ? this.#client.downloadRunLog(service, id)
      : this.#client.downloadArtifact(service, id, file.path);
  }

  /** {@inheritDoc PipelinesApi.getChanges} */
  async getChanges(
    service: CompoundEntityRef,
    { signal, ...query }: Parameters<PipelinesApi['getChanges']>[1],
  ): Promise<Changes> {
    return this.#client.getChanges(service, query, { signal });
  }
}
