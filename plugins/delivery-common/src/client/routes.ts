import { z } from 'zod';
import {
  actionPreviewSchema,
  actionRecordSchema,
  actionRequestSchema,
} from '../action';
import { activityPageSchema } from '../activity';
import { changesSchema } from '../change';
import { commitSearchSchema } from '../commitSearch';
import { deliverySchema } from '../delivery';
import { environmentTargetsSchema } from '../environments';
import { fleetEventSchema, fleetSchema } from '../fleet';
import { manifestSchema, revisionDiffSchema } from '../manifest';
import { deliveryEventSchema } from '../patch';
import {
  pipelineCandidatesSchema,
  pipelineParametersSchema,
  pipelinesEventSchema,
  servicePipelinesSchema,
} from '../pipeline';
import { releasePageSchema } from '../release';
import {
  gateReportSchema,
  logPartSchema,
  runDetailSchema,
  testReportSchema,
} from '../runDetail';
import { timelinePageSchema } from '../timeline';
import { waitingSchema } from '../waiting';
import { workloadsEventSchema } from '../workloads';
import { apiRoute, events, json } from './ApiRoute';
import {
  activityQuery,
  artifactQuery,
  changesQuery,
  commitsQuery,
  historyQuery,
  noQuery,
  runLogQuery,
  topicsQuery,
} from './queries';

const SERVICE = '/v1/services/:kind/:namespace/:name';
const WORKLOAD = `${SERVICE}/workloads/:uid` as const;
const RUN = `${SERVICE}/runs/:runId` as const;

/** The response to a dry run of an action. */
export const actionPreviewResponse = json(actionPreviewSchema);

/**
 * Routes of the delivery plugin's HTTP API. The backend, its OpenAPI document and
 * {@link DeliveryApiClient} use this table.
 * @public
 */
export const deliveryRoutes = {
  getDelivery: apiRoute({
    method: 'get',
    path: SERVICE,
    summary: 'Delivery of a service: its workloads in each environment',
    caller: 'any',
    query: noQuery,
    response: json(deliverySchema),
    errors: [403, 404],
  }),
  streamDelivery: apiRoute({
    method: 'get',
    path: `${SERVICE}/stream`,
    summary: 'Delivery of a service as server-sent events',
    caller: 'any',
    query: noQuery,
    acceptsLastEventId: true,
    response: events(deliveryEventSchema),
    errors: [403, 404],
  }),
  getReleases: apiRoute({
    method: 'get',
    path: `${SERVICE}/releases`,
    summary: 'Releases of a service, newest first',
    caller: 'any',
    query: historyQuery,
    response: json(releasePageSchema),
    errors: [400, 403, 404],
  }),
  getTimeline: apiRoute({
    method: 'get',
    path: `${SERVICE}/timeline`,
    summary: 'Timeline events of a service, newest first',
    description:
      'Events that follow one another and say the same are one entry. `limit` counts the events before they are merged.',
    caller: 'any',
    query: historyQuery,
    response: json(timelinePageSchema),
    errors: [400, 403, 404],
  }),
  getChanges: apiRoute({
    method: 'get',
    path: `${SERVICE}/changes`,
    summary: 'Changes of a service, with their runs and environments',
    caller: 'any',
    query: changesQuery,
    response: json(changesSchema),
    errors: [400, 403, 404],
  }),
  getManifest: apiRoute({
    method: 'get',
    path: `${WORKLOAD}/manifest`,
    summary: 'Manifest of a workload, read from its cluster',
    description: 'Needs the permission `delivery.config.read`.',
    caller: 'any',
    query: noQuery,
    response: json(manifestSchema),
    errors: [403, 404, 503],
  }),
  getRevisionDiff: apiRoute({
    method: 'get',
    path: `${WORKLOAD}/revisions/:from/diff/:to`,
    summary: 'Differences between two revisions of a workload',
    description:
      'Values and templates are included only with the permission `delivery.config.read`.',
    caller: 'any',
    query: noQuery,
    response: json(revisionDiffSchema),
    errors: [400, 403, 404, 503],
  }),
  getPipelines: apiRoute({
    method: 'get',
    path: `${SERVICE}/pipelines`,
    summary: 'Pipelines of a service, with their latest runs',
    caller: 'any',
    query: noQuery,
    response: json(servicePipelinesSchema),
    errors: [403, 404],
  }),
  streamPipelines: apiRoute({
    method: 'get',
    path: `${SERVICE}/pipelines/stream`,
    summary: 'Pipelines of a service as server-sent events',
    caller: 'any',
    query: noQuery,
    acceptsLastEventId: true,
    response: events(pipelinesEventSchema),
    errors: [403, 404],
  }),
  getPipelineCandidates: apiRoute({
    method: 'get',
    path: `${SERVICE}/pipelines/candidates`,
    summary: "Jobs that build the repository of a service's workloads",
    caller: 'any',
    query: noQuery,
    response: json(pipelineCandidatesSchema),
    errors: [403, 404],
  }),
  getPipelineParameters: apiRoute({
    method: 'get',
    path: `${SERVICE}/pipelines/:pipelineId/parameters`,
    summary: 'Parameters of a pipeline',
    caller: 'any',
    query: noQuery,
    response: json(pipelineParametersSchema),
    errors: [403, 404, 503],
  }),
  getRun: apiRoute({
    method: 'get',
    path: RUN,
    summary: 'Details of a run, without its log and reports',
    caller: 'any',
    query: noQuery,
    response: json(runDetailSchema),
    errors: [403, 404, 503],
  }),
  getTestReport: apiRoute({
    method: 'get',
    path: `${RUN}/tests`,
    summary: 'Test report of a run',
    description: 'The status is 404 if the run has no test report.',
    caller: 'any',
    query: noQuery,
    response: json(testReportSchema),
    errors: [403, 404, 503],
  }),
  getGateReport: apiRoute({
    method: 'get',
    path: `${RUN}/gate`,
    summary: 'Quality gate, coverage and warnings of a run',
    caller: 'any',
    query: noQuery,
    response: json(gateReportSchema),
    errors: [403, 404, 503],
  }),
  getRunLog: apiRoute({
    method: 'get',
    path: `${RUN}/log`,
    summary: 'A part of the log of a run or of one of its stages',
    caller: 'any',
    query: runLogQuery,
    response: json(logPartSchema),
    errors: [400, 403, 404, 503],
  }),
  downloadRunLog: apiRoute({
    method: 'get',
    path: `${RUN}/log.txt`,
    summary: 'The complete log of a run as an attachment',
    caller: 'any',
    query: noQuery,
    response: { type: 'file', status: 200, contentType: 'text/plain' },
    errors: [403, 404, 503],
  }),
  downloadArtifact: apiRoute({
    method: 'get',
    path: `${RUN}/artifacts`,
    summary: 'An artifact of a run as an attachment',
    caller: 'any',
    query: artifactQuery,
    response: {
      type: 'file',
      status: 200,
      contentType: 'application/octet-stream',
    },
    errors: [400, 403, 404, 503],
  }),
  getFleet: apiRoute({
    method: 'get',
    path: '/v1/fleet',
    summary: 'All services that the caller may see, by environment',
    caller: 'any',
    query: noQuery,
    response: json(fleetSchema),
    errors: [503],
  }),
  streamFleet: apiRoute({
    method: 'get',
    path: '/v1/fleet/stream',
    summary: 'All services that the caller may see, as server-sent events',
    caller: 'any',
    query: noQuery,
    acceptsLastEventId: true,
    response: events(fleetEventSchema),
    errors: [503],
  }),
  getWaiting: apiRoute({
    method: 'get',
    path: '/v1/waiting',
    summary:
      'Rollouts and runs that wait for a person, of the services that the caller may see',
    description:
      'A rollout is listed if the caller may see the environment (`delivery.read`), a run if the caller may see the pipelines of the service (`delivery.pipeline.read`). Runs are listed as far as the portal knows them; the request does not read the CI servers.',
    caller: 'user',
    query: noQuery,
    response: json(waitingSchema),
    errors: [403, 503],
  }),
  getActivity: apiRoute({
    method: 'get',
    path: '/v1/activity',
    summary:
      'Changes of all services that the caller may see, newest first: releases, scaling, failures and actions',
    description:
      'Events of a workload that follow one another and say the same are one item. `limit` counts the events before they are merged.',
    caller: 'any',
    query: activityQuery,
    response: json(activityPageSchema),
    errors: [400, 503],
  }),
  searchCommits: apiRoute({
    method: 'get',
    path: '/v1/commits',
    summary:
      'Recorded commits and versions of all services that the caller may see, and where they are deployed',
    caller: 'any',
    query: commitsQuery,
    response: json(commitSearchSchema),
    errors: [400, 503],
  }),
  getEnvironments: apiRoute({
    method: 'get',
    path: '/v1/environments',
    summary:
      'Environments that the caller may see, in the order of promotion, with their quotas',
    caller: 'user',
    query: noQuery,
    response: json(environmentTargetsSchema),
    errors: [403],
  }),
  performAction: apiRoute({
    method: 'post',
    path: '/v1/actions',
    summary: 'Performs an action, or with `dryRun` computes what it would do',
    description:
      'A second request with the same `idempotencyKey` performs nothing and gets the record of the first. Plugin modules can add kinds of actions.',
    caller: 'user',
    query: noQuery,
    body: actionRequestSchema,
    response: json(actionRecordSchema, 201),
    otherResponses: [actionPreviewResponse],
    errors: [400, 403, 404, 409, 503],
  }),
  getAction: apiRoute({
    method: 'get',
    path: '/v1/actions/:actionId',
    summary: 'Record of an action that the caller requested',
    caller: 'user',
    query: noQuery,
    response: json(actionRecordSchema),
    errors: [403, 404],
  }),
  streamTopics: apiRoute({
    method: 'get',
    path: '/v1/stream',
    summary: 'Several topics over one stream of server-sent events',
    description:
      'The name of an event is the index of its topic in the query, such as `0`. An event `0-error` says why the backend cannot send that topic; its data has `name`, `message` and `problem` of the error. The topics are `services/:kind/:namespace/:name`, the same with `/pipelines`, and `fleet`.',
    caller: 'any',
    query: topicsQuery,
    response: events<unknown>(),
    errors: [400],
  }),
  streamWorkloads: apiRoute({
    method: 'get',
    path: '/v1/workloads/stream',
    summary: 'Workloads of all environments as server-sent events',
    caller: 'service',
    query: noQuery,
    acceptsLastEventId: true,
    response: events(workloadsEventSchema),
    errors: [403, 503],
  }),
  receiveWebhook: apiRoute({
    method: 'post',
    path: '/v1/webhooks/:provider',
    summary: 'Receives a webhook of a CI server',
    description:
      'The provider checks the signature of the request. A webhook makes the backend read the job again; its content is not stored.',
    caller: 'public',
    query: noQuery,
    response: { type: 'empty', status: 202 },
    errors: [400, 401, 404],
  }),
  getOpenApi: apiRoute({
    method: 'get',
    path: '/v1/openapi.json',
    summary: 'OpenAPI document of this API',
    caller: 'any',
    query: noQuery,
    response: json(z.record(z.string(), z.unknown())),
    errors: [],
  }),
};
