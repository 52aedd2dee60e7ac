import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  ProviderActionResult,
  ProviderAction,
  QueueItemState,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { RUN_DETAIL_TREE, buildSchema } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath, runPath } from './jobPath';
import { PARAMETERS_TREE, jobParametersSchema } from './jobs';
import { QUEUE_ITEM } from './redirects';

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
  const target = `'${run.fullName}' #${run.number}`;
  const post = (tail: string, form: Record<string, string> = {}) =>
    client.post({ path: `${path}${tail}`, form, signal, target });
  switch (action.kind) {
    case 'stop':
      await post('/stop');
      return { state: 'done' };
    case 'rebuild':
      return trigger(
        client,
        run.fullName,
        await parametersToRepeat(client, run, signal),
        signal,
      );
    case 'restart': {
      const { text } = await client.post({
        path: `${path}/restart/restartPipeline`,
        form: { stageName: action.stage },
        query: { stageName: action.stage },
        signal,
        target,
      });
      assertRestarted(client, text, `${target} from '${action.stage}'`);
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
      await post('/toggleLogKeep');
      if ((await isKept()) === action.keep) return { state: 'done' };
      throw new ConflictError(
        `Jenkins '${client.server.name}' ${
          action.keep
            ? `did not mark ${target} to be kept`
            : `still keeps ${target}, because something else in Jenkins requires it`
        }`,
      );
    }
    default: {
      const { inputId, decision, parameters } = action;
      const input = `/input/${encodeURIComponent(inputId)}`;
      if (decision === 'abort') await post(`${input}/abort`);
      else if (!Object.keys(parameters).length) {
        await post(`${input}/proceedEmpty`);
      } else {
        const parameter = Object.entries(parameters).map(([name, value]) => ({
          name,
          value,
        }));
        await post(`${input}/proceed`, { json: JSON.stringify({ parameter }) });
      }
      return { state: 'done' };
    }
  }
}

async function trigger(
  client: JenkinsClient,
  fullName: string,
  parameters: Record<string, string | boolean>,
  signal: AbortSignal,
): Promise<ProviderActionResult> {
  const target = `job '${fullName}'`;
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
  });
  const queueId = QUEUE_ITEM.exec(location)?.[1];
  if (queueId === undefined) {
    throw new ServiceUnavailableError(
      `Jenkins '${client.server.name}' accepted the request to run '${fullName}' but did not return a queue item. Check the pipeline in Jenkins.`,
    );
  }
  return { state: 'queued', queueId };
}

/**
 * Throws if a restart failed. Jenkins answers 200 with `"success": "false"` in that case.
 *
 * @see https://github.com/jenkinsci/pipeline-model-definition-plugin/blob/master/pipeline-model-definition/src/main/java/org/jenkinsci/plugins/pipeline/modeldefinition/actions/RestartDeclarativePipelineAction.java
 */
function assertRestarted(
  client: JenkinsClient,
  text: string,
  target: string,
): void {
  if (!/"success"\s*:\s*"?false/i.test(text)) return;
  const reason = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  throw new ConflictError(
    `Jenkins '${client.server.name}' did not restart ${target}: ${reason ?? 'it gave no reason'}`,
  );
}

async function parametersToRepeat(
  client: JenkinsClient,
  run: { fullName: string; number: number },
  signal: AbortSignal,
): Promise<Record<string, string | boolean>> {
  const target = `'${run.fullName}' #${run.number}`;
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
    if (/Password|Credentials/.test(_class)) {
      throw new InputError(
        `Cannot rebuild ${target}: it has the secret parameter '${name}', which Jenkins does not expose. Start a new run and enter the value.`,
      );
    }
    if (typeof value === 'string' || typeof value === 'boolean') {
      repeated[name] = value;
    } else if (typeof value === 'number') repeated[name] = String(value);
    else {
      throw new InputError(
        `Cannot rebuild ${target}: the parameter '${name}' can only be set in Jenkins itself`,
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
      target: `queue item ${queueId}`,
    },
    queueItemSchema,
  );
  if (item.executable) {
    return { state: 'started', number: item.executable.number };
  }
  if (item.cancelled) return { state: 'cancelled' };
  return { state: 'queued', ...(item.why && { reason: item.why }) };
}
