import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  ActionResult,
  ProviderAction,
  QueuedOutcome,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { RUN_DETAIL_TREE, buildSchema } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath, runPath } from './jobPath';
import { PARAMETERS_TREE, jobParametersSchema } from './jobs';
import { QUEUE_ITEM } from './redirects';

/**
 * Has Jenkins do something. An answer that is no clear yes is an error: nothing is
 * taken for done because Jenkins sent a page.
 */
export async function act(
  client: JenkinsClient,
  action: ProviderAction,
  signal: AbortSignal,
): Promise<ActionResult> {
  if (action.kind === 'trigger') {
    const { pipeline, parameters } = action;
    return trigger(client, pipeline.fullName, parameters, signal);
  }
  const { run } = action;
  const path = runPath(run);
  const what = `'${run.fullName}' #${run.number}`;
  const post = (tail: string, form: Record<string, string> = {}) =>
    client.post({ path: `${path}${tail}`, form, signal, what });
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
        what,
      });
      refuseFalseSuccess(client, text, `${what} from '${action.stage}'`);
      return { state: 'done' };
    }
    case 'keep': {
      const isKept = async () => {
        const { keepLog } = await client.json(
          {
            path: `${path}/api/json`,
            query: { tree: 'keepLog' },
            signal,
            what,
          },
          z.object({ keepLog: z.boolean().nullish() }),
        );
        return keepLog ?? false;
      };
      if ((await isKept()) === action.keep) return { state: 'done' };
      // Jenkins can only turn it round, and says nothing of what it came to
      await post('/toggleLogKeep');
      if ((await isKept()) === action.keep) return { state: 'done' };
      throw new ConflictError(
        `Jenkins '${client.server.name}' ${
          action.keep
            ? `does not keep ${what}, though told to`
            : `goes on keeping ${what}: something else there needs it`
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
): Promise<ActionResult> {
  const what = `job '${fullName}'`;
  const { property } = await client.json(
    {
      path: `${jobPath(fullName)}/api/json`,
      query: { tree: PARAMETERS_TREE },
      signal,
      what,
    },
    jobParametersSchema,
  );
  const isParameterized = property.some(
    each => each?.parameterDefinitions?.length,
  );
  const { location = '' } = await client.post({
    // Each refuses jobs that are for the other, whatever parameters are sent
    path: `${jobPath(fullName)}/${isParameterized ? 'buildWithParameters' : 'build'}`,
    form: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    ),
    signal,
    what,
  });
  const queueId = QUEUE_ITEM.exec(location)?.[1];
  if (queueId === undefined) {
    throw new ServiceUnavailableError(
      `Jenkins '${client.server.name}' took the request for '${fullName}' and did not say what became of it; look at the pipeline`,
    );
  }
  return { state: 'queued', queueId };
}

/**
 * Jenkins answers 200 to a restart that it refuses, and `"false"` in it.
 *
 * @see https://github.com/jenkinsci/pipeline-model-definition-plugin/blob/master/pipeline-model-definition/src/main/java/org/jenkinsci/plugins/pipeline/modeldefinition/actions/RestartDeclarativePipelineAction.java
 */
function refuseFalseSuccess(
  client: JenkinsClient,
  text: string,
  what: string,
): void {
  if (!/"success"\s*:\s*"?false/i.test(text)) return;
  const why = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  throw new ConflictError(
    `Jenkins '${client.server.name}' does not restart ${what}: ${why ?? 'it does not say why'}`,
  );
}

async function parametersToRepeat(
  client: JenkinsClient,
  run: { fullName: string; number: number },
  signal: AbortSignal,
): Promise<Record<string, string | boolean>> {
  const what = `'${run.fullName}' #${run.number}`;
  const { actions } = await client.json(
    {
      path: `${runPath(run)}/api/json`,
      query: { tree: RUN_DETAIL_TREE },
      signal,
      what,
    },
    buildSchema,
  );
  const repeated: Record<string, string | boolean> = {};
  for (const { _class, name, value } of actions.flatMap(
    action => action.parameters ?? [],
  )) {
    if (/Password|Credentials/.test(_class)) {
      throw new InputError(
        `${what} was told the secret '${name}', which Jenkins does not give away: begin a new run and fill it in`,
      );
    }
    if (typeof value === 'string' || typeof value === 'boolean') {
      repeated[name] = value;
    } else if (typeof value === 'number') repeated[name] = String(value);
    else {
      throw new InputError(
        `${what} was told '${name}', which can only be given in Jenkins itself`,
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

/** What has become of something in the queue, which Jenkins forgets after five minutes. */
export async function readQueued(
  client: JenkinsClient,
  queueId: string,
  signal: AbortSignal,
): Promise<QueuedOutcome> {
  const item = await client.json(
    {
      path: `/queue/item/${encodeURIComponent(queueId)}/api/json`,
      query: { tree: 'cancelled,why,executable[number]' },
      signal,
      what: `queue item ${queueId}`,
    },
    queueItemSchema,
  );
  if (item.executable) {
    return { state: 'started', number: item.executable.number };
  }
  if (item.cancelled) return { state: 'cancelled' };
  return { state: 'queued', ...(item.why && { reason: item.why }) };
}
