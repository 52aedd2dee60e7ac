import type { RunInput } from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedRun,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { JenkinsAction, JenkinsBuild } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { runPath } from './jobPath';
import { parameterDefinition } from './jobs';

/**
 * The questions that a run waits with, as its own action tells since version 466
 * of pipeline-input-step.
 *
 * @see https://github.com/jenkinsci/pipeline-input-step-plugin/blob/master/src/main/java/org/jenkinsci/plugins/workflow/support/steps/input/InputAction.java
 */
export function pendingInputs(actions: JenkinsAction[]): RunInput[] {
  return actions
    .flatMap(({ executions }) => executions ?? [])
    .flatMap(execution => {
      if (!execution || execution.settled) return [];
      const { id, input } = execution;
      const submitters = input?.submitter
        ?.split(',')
        .map(name => name.trim())
        .filter(Boolean);
      return [
        {
          id,
          message: input?.message || id,
          proceed: input?.ok || 'Proceed',
          parameters: (input?.parameters ?? []).map(parameterDefinition),
          ...(submitters?.length && { submitters }),
        },
      ];
    });
}

const wfapiInputsSchema = z.array(
  z.object({
    id: z.string(),
    message: z.string().nullish(),
    proceedText: z.string().nullish(),
    inputs: z
      .array(
        z.object({
          type: z.string(),
          name: z.string(),
          description: z.string().nullish(),
          definition: z
            .object({
              defaultVal: z.unknown().optional(),
              choices: z.array(z.string()).optional(),
            })
            .nullish(),
        }),
      )
      .nullish(),
  }),
);

/**
 * The questions that a run waits with. Where an older pipeline-input-step tells
 * nothing of them, the Stage View's API does, but for who may answer: nothing in
 * Jenkins' API tells that then, and Jenkins checks it against the portal's
 * account alone.
 *
 * @see https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/src/main/java/com/cloudbees/workflow/rest/external/PendingInputActionsExt.java
 */
export async function readInputs(
  client: JenkinsClient,
  ref: RunRef,
  { actions, building }: JenkinsBuild,
  signal: AbortSignal,
): Promise<RunInput[]> {
  if (!building) return [];
  const isUntold = actions.some(
    ({ _class, executions }) => /\bInputAction$/.test(_class) && !executions,
  );
  if (!isUntold) return pendingInputs(actions);
  const read = await client.json(
    {
      path: `${runPath(ref)}/wfapi/pendingInputActions`,
      signal,
      what: `inputs of '${ref.fullName}' #${ref.number}`,
    },
    wfapiInputsSchema,
  );
  return read.map(({ id, message, proceedText, inputs }) => ({
    id,
    message: message || id,
    proceed: proceedText || 'Proceed',
    parameters: (inputs ?? []).map(({ definition, ...named }) =>
      parameterDefinition({
        ...named,
        _class: '',
        choices: definition?.choices,
        defaultParameterValue: { value: definition?.defaultVal },
      }),
    ),
  }));
}

/** A run that waits, though its own answer does not say so. */
export function waitingFor(run: ListedRun, inputs: RunInput[]): ListedRun {
  return run.status.state === 'running' && inputs.length
    ? { ...run, status: { state: 'waiting', message: inputs[0].message } }
    : run;
}
