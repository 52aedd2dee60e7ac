import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type {
  ActionResult,
  ProviderAction,
  QueuedOutcome,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { RUN_DETAIL_TREE, buildSchema } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { jobPath, runPath } from './jobPath';

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
      await client.post({
        path: `${path}/restart/restartPipeline`,
        form: { stageName: action.stage },
        query: { stageName: action.stage },
        signal,
        what,
      });
      return { state: 'done' };
    }
    case 'keep': {
      const { keepLog } = await client.json(
        { path: `${path}/api/json`, query: { tree: 'keepLog' }, signal, what },
        z.object({ keepLog: z.boolean().nullish() }),
      );
      if ((keepLog ?? false) !== action.keep) await post('/toggleLogKeep');
      return { state: 'done' };
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
  const names = Object.keys(parameters);
  const response = await client.post({
    path: `${jobPath(fullName)}/${names.length ? 'buildWithParameters' : 'build'}`,
    form: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, String(value)]),
    ),
    signal,
    what: `job '${fullName}'`,
  });
  const location = response.headers.get('location') ?? '';
  const queueId = /\/queue\/item\/(\d+)\/?$/.exec(location)?.[1];
  if (queueId === undefined) {
    throw new ServiceUnavailableError(
      `Jenkins '${client.server.name}' took the request for '${fullName}' and did not say what became of it; look at the pipeline`,
    );
  }
  return { state: 'queued', queueId };
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
