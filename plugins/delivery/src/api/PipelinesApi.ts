import type { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
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

/** A run of a service. @public */
export interface RunRef {
  /** Service that the run belongs to */
  service: CompoundEntityRef;
  /** ID of the run */
  id: string;
}

/** Pipelines and runs of services. @public */
export interface PipelinesApi {
  /** The live pipelines of a service; one instance for all callers */
  follow(service: CompoundEntityRef): Live<ServicePipelines>;
  /**
   * Jobs that build the repository that a service's workloads are built from.
   * @throws ResponseError when the backend answers with an error
   */
  getPipelineCandidates(
    service: CompoundEntityRef,
  ): Promise<PipelineCandidates>;
  /**
   * Parameters of a pipeline.
   * @throws ResponseError when the backend answers with an error
   */
  getPipelineParameters(
    service: CompoundEntityRef,
    pipelineId: string,
  ): Promise<ParameterDefinition[]>;
  /**
   * Details of a run, without its log and reports.
   * @throws ResponseError when the backend answers with an error
   */
  getRun(run: RunRef): Promise<RunDetail>;
  /**
   * Test report of a run; undefined when the run has none.
   * @throws ResponseError when the backend answers with an error
   */
  getTestReport(run: RunRef): Promise<TestReport | undefined>;
  /**
   * Quality gate, coverage and warnings of a run.
   * @throws ResponseError when the backend answers with an error
   */
  getGateReport(run: RunRef): Promise<GateReport>;
  /**
   * A part of the log of a run or of one of its stages; the last part when no start is given.
   * @throws ResponseError when the backend answers with an error
   */
  getRunLog(
    run: RunRef,
    part: {
      /** Offset of the first byte */
      start?: number;
      /** Maximum length in bytes */
      maxBytes?: number;
      /** ID of a stage, to read the log of that stage only */
      stageId?: string;
      /** Cancels the request */
      signal?: AbortSignal;
    },
  ): Promise<LogPart>;
  /**
   * A file of a run: its complete log, or an artifact.
   * @throws ResponseError when the backend answers with an error
   */
  download(
    run: RunRef,
    file:
      | {
          /** The complete log */
          type: 'log';
        }
      | {
          /** An artifact of the run */
          type: 'artifact';
          /** Path of the artifact, as the run lists it */
          path: string;
        },
  ): Promise<Blob>;
  /**
   * The latest changes of a service, or those that match a search.
   * @throws ResponseError when the backend answers with an error
   */
  getChanges(
    service: CompoundEntityRef,
    selection: {
      /** A commit hash or its beginning, a version, or words of a commit message */
      search?: string;
      /** Maximum number of changes */
      limit: number;
      /** Cancels the request */
      signal?: AbortSignal;
    },
  ): Promise<Changes>;
}

/** Pipelines and runs of services; a {@link PipelinesClient} by default. @public */
export const pipelinesApiRef = createApiRef<PipelinesApi>({
  id: 'plugin.delivery.pipelines-api',
});
