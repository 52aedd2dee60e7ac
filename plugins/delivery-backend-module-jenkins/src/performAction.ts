import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
  problemOf,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ProviderActionResult,
  ProviderAction,
  QueueItemState,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { RUN_DETAIL_TREE, buildSchema } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath, runName, runPath } from './jobPath';
import { PARAMETERS_TREE, jobParametersSchema } from './jobs';
import { isSecretParameter } from './parseRun';
import { QUEUE_ITEM } from './redirects';
import type { RequestIntent } from './responseError';

/**
 * Performs an action on Jenkins. A response that does not clearly confirm the action
 * is an error, even if its status is a success.
 */
export async function performAction(
  client: JenkinsClient,
  action: ProviderAction,
  signal: AbortSignal,
): Promise<ProviderActionResult> {
  if (action.kind === 'trigger') {
    const { pipeline, parameters } = action;
    return trigger(client, pipeline.fullName, parameters, signal);
  }
  const { run } = action;
  const path = runPath(run);
  const target = runName(run);
  const server = client.server.name;
  const post = (
    tail: string,
    permission: string,
    form: Record<string, string> = {},
  ) =>
    client.post({
      path: `${path}${tail}`,
      form,
      signal,
      target,
      intent: change(permission),
    });
  switch (action.kind) {
    case 'stop':
      await post('/stop', 'Job/Cancel');
      return { state: 'done' };
    case 'rebuild':
      return trigger(
        client,
        run.fullName,
        await parametersToRepeat(client, run, signal),
        signal,
      );
    case 'restart': {
      const { text, isRedirect } = await client.post({
        path: `${path}/restart/restartPipeline`,
        form: { stageName: action.stage },
        query: { stageName: action.stage },
        signal,
        target,
        intent: change('Job/Build'),
      });
      if (!isRedirect) {
        assertRestarted(text, { server, target, stage: action.stage });
      }
      return { state: 'done' };
    }
    case 'keep': {
      const isKept = async () => {
        const { keepLog } = await client.json(
          {
            path: `${path}/api/json`,
            query: { tree: 'keepLog' },
            signal,
            target,
          },
          z.object({ keepLog: z.boolean().nullish() }),
        );
        return keepLog ?? false;
      };
      if ((await isKept()) === action.keep) return { state: 'done' };
      // Jenkins can only toggle the flag, and does not return the new value
      try {
        await post('/toggleLogKeep', 'Run/Update');
      } catch (error) {
        const isUnknown = problemOf(error).code === 'jenkinsWriteRedirected';
        if (!isUnknown || (await isKept()) !== action.keep) throw error;
      }
      if ((await isKept()) === action.keep) return { state: 'done' };
      throw problemError(
        ConflictError,
        pipelineProblem(
          action.keep ? 'jenkinsRunNotKept' : 'jenkinsRunStillKept',
          { server, target },
        ),
      );
    }
    default: {
      const { inputId, decision, parameters } = action;
      const input = `/input/${encodeURIComponent(inputId)}`;
      if (decision === 'abort') await post(`${input}/abort`, 'Job/Cancel');
      else if (!Object.keys(parameters).length) {
        await post(`${input}/proceedEmpty`, 'Job/Build');
      } else {
        const parameter = Object.entries(parameters).map(([name, value]) => ({
          name,
          value,
        }));
        await post(`${input}/proceed`, 'Job/Build', {
          json: JSON.stringify({ parameter }),
        });
      }
      return { state: 'done' };
    }
  }
}

// Jenkins requires these permissions, but does not always name them in its response.
function change(permission: string): RequestIntent {
  return { denied: 'jenkinsChangeForbidden', permission };
}

async function trigger(
  client: JenkinsClient,
  fullName: string,
  parameters: Record<string, string | boolean>,
  signal: AbortSignal,
): Promise<ProviderActionResult> {
  const target = fullName;
  const { property } = await client.json(
    {
      path: `${jobPath(fullName)}/api/json`,
      query: { tree: PARAMETERS_TREE },
      signal,
      target,
    },
    jobParametersSchema,
  );
  const isParameterized = property.some(
    each => each?.parameterDefinitions?.length,
  );
  const { location = '' } = await client.post({
    // Each endpoint rejects the jobs of the other, independent of the parameters
    path: `${jobPath(fullName)}/${isParameterized ? 'buildWithParameters' : 'build'}`,
    form: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    ),
    signal,
    target,
    intent: change('Job/Build'),
  });
  const queueId = QUEUE_ITEM.exec(location)?.[1];
  if (queueId === undefined) {
    throw problemError(
      ServiceUnavailableError,
      pipelineProblem('jenkinsQueueItemMissing', {
        server: client.server.name,
        target,
      }),
    );
  }
  return { state: 'queued', queueId };
}

/**
 * Throws if Jenkins does not confirm a restart. It answers 200 with `"success": "false"` when
 * it refuses one.
 *
 * @see https://github.com/jenkinsci/pipeline-model-definition-plugin/blob/master/pipeline-model-definition/src/main/java/org/jenkinsci/plugins/pipeline/modeldefinition/actions/RestartDeclarativePipelineAction.java
 */
function assertRestarted(
  text: string,
  values: { server: string; target: string; stage: string },
): void {
  if (/"success"\s*:\s*"?true/i.test(text)) return;
  if (!/"success"\s*:\s*"?false/i.test(text)) {
    throw problemError(
      ServiceUnavailableError,
      pipelineProblem('jenkinsResponseUnexpected', {
        server: values.server,
        target: values.target,
        reason: 'no "success"',
      }),
    );
  }
  const reason = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  throw problemError(
    ConflictError,
    pipelineProblem('jenkinsNotRestarted', {
      ...values,
      answer: reason ?? '"success": false',
    }),
  );
}

async function parametersToRepeat(
  client: JenkinsClient,
  run: { fullName: string; number: number },
  signal: AbortSignal,
): Promise<Record<string, string | boolean>> {
  const target = runName(run);
  const { actions } = await client.json(
    {
      path: `${runPath(run)}/api/json`,
      query: { tree: RUN_DETAIL_TREE },
      signal,
      target,
    },
    buildSchema,
  );
  const repeated: Record<string, string | boolean> = {};
  for (const { _class, name, value } of actions.flatMap(
    action => action.parameters ?? [],
  )) {
    if (isSecretParameter(_class)) {
      throw problemError(
        InputError,
        pipelineProblem('rebuildSecretParameter', { target, name }),
      );
    }
    if (typeof value === 'string' || typeof value === 'boolean') {
      repeated[name] = value;
    } else if (typeof value === 'number') repeated[name] = String(value);
    else {
      throw problemError(
        InputError,
        pipelineProblem('rebuildParameterUnsupported', { target, name }),
      );
    }
  }
  return repeated;
}

const queueItemSchema = z.object({
  cancelled: z.boolean().nullish(),
  why: z.string().nullish(),
  executable: z.object({ number: z.number().int() }).nullish(),
});

/** Reads the state of a queue item. Jenkins deletes queue items after five minutes. */
export async function readQueueItem(
  client: JenkinsClient,
  queueId: string,
  signal: AbortSignal,
): Promise<QueueItemState> {
  const item = await client.json(
    {
      path: `/queue/item/${encodeURIComponent(queueId)}/api/json`,
      query: { tree: 'cancelled,why,executable[number]' },
      signal,
      target: `queue/item/${queueId}`,
    },
    queueItemSchema,
  );
  if (item.executable) {
    return { state: 'started', number: item.executable.number };
  }
  if (item.cancelled) return { state: 'cancelled' };
  return { state: 'queued', ...(item.why && { reason: item.why }) };
}
