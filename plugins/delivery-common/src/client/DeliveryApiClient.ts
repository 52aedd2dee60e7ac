import { ResponseError } from '@backstage/errors';
import type { ActionPreview, ActionRecord, ActionRequest } from '../action';
import type { ActivityPage } from '../activity';
import type { Changes } from '../change';
import type { CommitSearch } from '../commitSearch';
import type { Delivery } from '../delivery';
import type { EnvironmentTarget } from '../environments';
import type { Fleet } from '../fleet';
import type { Manifest, RevisionDiff } from '../manifest';
import type {
  ParameterDefinition,
  PipelineCandidates,
  ServicePipelines,
} from '../pipeline';
import type { ReleasePage } from '../release';
import type { GateReport, LogPart, RunDetail, TestReport } from '../runDetail';
import type { TimelinePage } from '../timeline';
import type { Waiting } from '../waiting';
import type { StreamMessage } from './readEventStream';
import { RouteClient } from './RouteClient';
import type { QueryValues } from './RouteClient';
import { actionPreviewResponse, deliveryRoutes } from './routes';
import type {
  ActivityQuery,
  ChangesQuery,
  CommitsQuery,
  DeliveryApiClientOptions,
  DeliveryRequestOptions,
  HistoryQuery,
  RunLogQuery,
  ServiceRef,
  StreamTopic,
} from './types';

/**
 * Client of the delivery plugin's HTTP API, for browsers and Node.js.
 *
 * All methods throw a `ResponseError` when the backend answers with an error, a
 * `ServiceUnavailableError` when it cannot be reached, and the reason of the
 * signal when that aborts. The streams throw a {@link StreamError} instead.
 *
 * @public
 */
export class DeliveryApiClient {
  readonly #client: RouteClient;

  /** Creates a client. */
  static create(options: DeliveryApiClientOptions): DeliveryApiClient {
    return new DeliveryApiClient(RouteClient.create(options));
  }

  private constructor(client: RouteClient) {
    this.#client = client;
  }

  /** Delivery of a service. */
  async getDelivery(
    service: ServiceRef,
    options?: DeliveryRequestOptions,
  ): Promise<Delivery> {
    return this.#client.read(deliveryRoutes.getDelivery, service, {
      options,
    });
  }

  /** All services that the caller may see, by environment. */
  async getFleet(options?: DeliveryRequestOptions): Promise<Fleet> {
    return this.#client.read(deliveryRoutes.getFleet, {}, { options });
  }

  /** Rollouts and runs that wait for a person, of the services that the caller may see. */
  async getWaiting(options?: DeliveryRequestOptions): Promise<Waiting> {
    return this.#client.read(deliveryRoutes.getWaiting, {}, { options });
  }

  /** One page of the changes of all services that the caller may see, newest first. */
  async getActivity(
    query: ActivityQuery,
    options?: DeliveryRequestOptions,
  ): Promise<ActivityPage> {
    const { kinds, text, environment, owners, limit, cursor } = query;
    return this.#client.read(
      deliveryRoutes.getActivity,
      {},
      {
        query: {
          kind: kinds,
          text: text || undefined,
          environment,
          owner: owners,
          limit,
          cursor,
        },
        options,
      },
    );
  }

  /** Recorded commits and versions that match a search, and where they are deployed. */
  async searchCommits(
    query: CommitsQuery,
    options?: DeliveryRequestOptions,
  ): Promise<CommitSearch> {
    const { search, limit } = query;
    return this.#client.read(
      deliveryRoutes.searchCommits,
      {},
      { query: { search, limit }, options },
    );
  }

  /** Environments that the caller may see, in the order of promotion. */
  async getEnvironments(
    options?: DeliveryRequestOptions,
  ): Promise<EnvironmentTarget[]> {
    const route = deliveryRoutes.getEnvironments;
    return (await this.#client.read(route, {}, { options })).environments;
  }

  /** One page of a service's releases, newest first. */
  async getReleases(
    service: ServiceRef,
    query: HistoryQuery,
    options?: DeliveryRequestOptions,
  ): Promise<ReleasePage> {
    return this.#client.read(deliveryRoutes.getReleases, service, {
      query: historyValues(query),
      options,
    });
  }

  /** One page of a service's timeline events, newest first. */
  async getTimeline(
    service: ServiceRef,
    query: HistoryQuery,
    options?: DeliveryRequestOptions,
  ): Promise<TimelinePage> {
    return this.#client.read(deliveryRoutes.getTimeline, service, {
      query: historyValues(query),
      options,
    });
  }

  /** The latest changes of a service, or those that match a search. */
  async getChanges(
    service: ServiceRef,
    query: ChangesQuery,
    options?: DeliveryRequestOptions,
  ): Promise<Changes> {
    const { search, limit } = query;
    return this.#client.read(deliveryRoutes.getChanges, service, {
      query: { search: search || undefined, limit },
      options,
    });
  }

  /** Manifest of a service's workload; secret values are hidden. */
  async getManifest(
    service: ServiceRef,
    uid: string,
    options?: DeliveryRequestOptions,
  ): Promise<Manifest> {
    const parameters = { ...service, uid };
    return this.#client.read(deliveryRoutes.getManifest, parameters, {
      options,
    });
  }

  /** Differences between two revisions of a workload, by their numbers. */
  async getRevisionDiff(
    service: ServiceRef,
    uid: string,
    revisions: { from: number; to: number },
    options?: DeliveryRequestOptions,
  ): Promise<RevisionDiff> {
    const parameters = {
      ...service,
      uid,
      from: String(revisions.from),
      to: String(revisions.to),
    };
    return this.#client.read(deliveryRoutes.getRevisionDiff, parameters, {
      options,
    });
  }

  /** Pipelines of a service, with their latest runs. */
  async getPipelines(
    service: ServiceRef,
    options?: DeliveryRequestOptions,
  ): Promise<ServicePipelines> {
    return this.#client.read(deliveryRoutes.getPipelines, service, {
      options,
    });
  }

  /** Jobs that build the repository of a service's workloads. */
  async getPipelineCandidates(
    service: ServiceRef,
    options?: DeliveryRequestOptions,
  ): Promise<PipelineCandidates> {
    const route = deliveryRoutes.getPipelineCandidates;
    return this.#client.read(route, service, { options });
  }

  /** Parameters of a pipeline. */
  async getPipelineParameters(
    service: ServiceRef,
    pipelineId: string,
    options?: DeliveryRequestOptions,
  ): Promise<ParameterDefinition[]> {
    const route = deliveryRoutes.getPipelineParameters;
    const parameters = { ...service, pipelineId };
    return (await this.#client.read(route, parameters, { options })).parameters;
  }

  /** Details of a run, without its log and reports. */
  async getRun(
    service: ServiceRef,
    runId: string,
    options?: DeliveryRequestOptions,
  ): Promise<RunDetail> {
    const parameters = { ...service, runId };
    return this.#client.read(deliveryRoutes.getRun, parameters, { options });
  }

  /** Test report of a run; undefined when the run has none. */
  async getTestReport(
    service: ServiceRef,
    runId: string,
    options?: DeliveryRequestOptions,
  ): Promise<TestReport | undefined> {
    const parameters = { ...service, runId };
    try {
      return await this.#client.read(deliveryRoutes.getTestReport, parameters, {
        options,
      });
    } catch (error) {
      const isMissing =
        error instanceof ResponseError && error.cause.name === 'NotFoundError';
      if (isMissing) return undefined;
      throw error;
    }
  }

  /** Quality gate, coverage and warnings of a run. */
  async getGateReport(
    service: ServiceRef,
    runId: string,
    options?: DeliveryRequestOptions,
  ): Promise<GateReport> {
    const parameters = { ...service, runId };
    return this.#client.read(deliveryRoutes.getGateReport, parameters, {
      options,
    });
  }

  /** A part of the log of a run or of one of its stages; the last part when no start is given. */
  async getRunLog(
    service: ServiceRef,
    runId: string,
    query: RunLogQuery,
    options?: DeliveryRequestOptions,
  ): Promise<LogPart> {
    const { start, maxBytes, stageId } = query;
    const parameters = { ...service, runId };
    return this.#client.read(deliveryRoutes.getRunLog, parameters, {
      query: { start, maxBytes, stageId },
      options,
    });
  }

  /** The complete log of a run. */
  async downloadRunLog(
    service: ServiceRef,
    runId: string,
    options?: DeliveryRequestOptions,
  ): Promise<Blob> {
    const parameters = { ...service, runId };
    const route = deliveryRoutes.downloadRunLog;
    return (await this.#client.send(route, parameters, { options })).blob();
  }

  /** An artifact of a run, by the path that the run lists. */
  async downloadArtifact(
    service: ServiceRef,
    runId: string,
    path: string,
    options?: DeliveryRequestOptions,
  ): Promise<Blob> {
    const parameters = { ...service, runId };
    const details = { query: { path }, options };
    const route = deliveryRoutes.downloadArtifact;
    return (await this.#client.send(route, parameters, details)).blob();
  }

  /** Performs an action. */
  async performAction(
    request: Omit<ActionRequest, 'dryRun'>,
    options?: DeliveryRequestOptions,
  ): Promise<ActionRecord> {
    return this.#client.read(
      deliveryRoutes.performAction,
      {},
      { body: request, options },
    );
  }

  /** Computes what an action would do, and changes nothing. */
  async planAction(
    request: Omit<ActionRequest, 'dryRun'>,
    options?: DeliveryRequestOptions,
  ): Promise<ActionPreview> {
    const body = { ...request, dryRun: true };
    const route = deliveryRoutes.performAction;
    const response = await this.#client.send(route, {}, { body, options });
    return actionPreviewResponse.schema.parse(await response.json());
  }

  /** Record of an action that the caller requested. */
  async getAction(
    actionId: string,
    options?: DeliveryRequestOptions,
  ): Promise<ActionRecord> {
    return this.#client.read(
      deliveryRoutes.getAction,
      { actionId },
      { options },
    );
  }

  /**
   * Several topics over one connection. The name of an event is the index of its
   * topic; an event such as `0-error` says why the backend cannot send a topic.
   *
   * @throws StreamError
   */
  streamTopics(
    topics: StreamTopic[],
    options?: DeliveryRequestOptions,
  ): AsyncGenerator<StreamMessage, void, undefined> {
    const topic = topics.map(({ path, lastEventId }) =>
      lastEventId === undefined ? path : `${path}@${lastEventId}`,
    );
    return this.#client.stream(deliveryRoutes.streamTopics, {
      query: { topic },
      options,
    });
  }

  /**
   * Workloads of all environments; the data of an event is a `WorkloadsEvent`.
   *
   * @throws StreamError
   */
  streamWorkloads(
    lastEventId?: string,
    options?: DeliveryRequestOptions,
  ): AsyncGenerator<StreamMessage, void, undefined> {
    return this.#client.stream(deliveryRoutes.streamWorkloads, {
      headers:
        lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
      options,
    });
  }
}

function historyValues(query: HistoryQuery): QueryValues {
  const { workload, limit, cursor } = query;
  return {
    limit,
    cursor,
    environment: workload?.environment,
    namespace: workload?.namespace,
    workload: workload && `${workload.kind}/${workload.name}`,
  };
}
