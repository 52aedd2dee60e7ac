import type { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
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
import type { Live } from './DeliveryApi';

/** One run of a service. @public */
export interface RunName {
  /** Whose run it is */
  service: CompoundEntityRef;
  /** Of the run */
  id: string;
}

/** Gives the pages what the delivery backend knows of pipelines. @public */
export interface PipelinesApi {
  /** A service's pipelines; the same for all who ask, one stream for all */
  follow(service: CompoundEntityRef): Live<ServicePipelines>;
  /**
   * The jobs that build the repository which a service's workloads name.
   * @throws ResponseError when the backend answers with an error
   */
  findPipelines(service: CompoundEntityRef): Promise<PipelineCandidates>;
  /**
   * What a run of a pipeline is to be told.
   * @throws ResponseError when the backend answers with an error
   */
  readParameters(
    service: CompoundEntityRef,
    pipelineId: string,
  ): Promise<ParameterDefinition[]>;
  /**
   * Everything of a run but its log and reports.
   * @throws ResponseError when the backend answers with an error
   */
  readRun(run: RunName): Promise<RunDetail>;
  /**
   * What its tests said; undefined where there were none.
   * @throws ResponseError when the backend answers with an error
   */
  readTests(run: RunName): Promise<TestReport | undefined>;
  /**
   * What its gate, coverage and warnings say.
   * @throws ResponseError when the backend answers with an error
   */
  readGate(run: RunName): Promise<GateReport>;
  /**
   * A part of its log, or of a stage's own; the last part without a start.
   * @throws ResponseError when the backend answers with an error
   */
  readLog(
    run: RunName,
    part: {
      /** From this byte on */
      start?: number;
      /** At most so many */
      maxBytes?: number;
      /** Of this stage alone */
      stageId?: string;
      /** Ends the request */
      signal?: AbortSignal;
    },
  ): Promise<LogPart>;
  /**
   * A file of a run: its whole log, or an artifact by its path.
   * @throws ResponseError when the backend answers with an error
   */
  download(
    run: RunName,
    what:
      | {
          /** The log */
          type: 'log';
        }
      | {
          /** A file that it left */
          type: 'artifact';
          /** As the run has it */
          path: string;
        },
  ): Promise<Blob>;
  /**
   * Has something done.
   * @throws ResponseError that says why it was not done
   */
  act(request: ActionRequest): Promise<ActionRecord>;
  /**
   * How an action went.
   * @throws ResponseError when the backend answers with an error
   */
  readAction(id: string): Promise<ActionRecord>;
  /**
   * The last changes of a service, or those that a text names.
   * @throws ResponseError when the backend answers with an error
   */
  readChanges(
    service: CompoundEntityRef,
    selection: {
      /** A hash, its beginning, a version, or words of a message */
      search?: string;
      /** At most so many */
      limit: number;
      /** Ends the request */
      signal?: AbortSignal;
    },
  ): Promise<Changes>;
}

/** The delivery backend's pipelines, for the pages; a {@link PipelinesClient} by default. @public */
export const pipelinesApiRef = createApiRef<PipelinesApi>({
  id: 'plugin.delivery.pipelines-api',
});
