import { ServiceUnavailableError } from '@backstage/errors';
import {
  pipelineProblem,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  RunInput,
  RunStatus,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedRun,
  RunRef,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import { UNREADABLE } from './builds';
import type { JenkinsAction, JenkinsBuild } from './builds';
import type { JenkinsClient } from './JenkinsClient';
import { runName, runPath } from './jobPath';
import { parameterDefinition } from './jobs';

/**
 * Returns the pending inputs of a run from its input action. pipeline-input-step
 * provides it since version 466.
 *
 * @see https://github.com/jenkinsci/pipeline-input-step-plugin/blob/master/src/main/java/org/jenkinsci/plugins/workflow/support/steps/input/InputAction.java
 */
export function pendingInputs(actions: JenkinsAction[]): RunInput[] {
  return actions
    .flatMap(({ executions }) =>
      executions === UNREADABLE ? [] : (executions ?? []),
    )
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
          proceedLabel: input?.ok || 'Proceed',
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
 * Reads the pending inputs of a run. With an older pipeline-input-step, they come
 * from the Stage View's API, without the submitters. No API of Jenkins returns the
 * submitters in that case, and Jenkins checks only the portal's account.
 *
 * @see https://github.com/jenkinsci/pipeline-stage-view-plugin/blob/master/rest-api/src/main/java/com/cloudbees/workflow/rest/external/PendingInputActionsExt.java
 */
export async function readInputs(
  client: JenkinsClient,
  ref: RunRef,
  { actions, building, inProgress }: JenkinsBuild,
  signal: AbortSignal,
): Promise<RunInput[]> {
  if (!building && !inProgress) return [];
  const inputActions = actions.filter(({ _class }) =>
    /\bInputAction$/.test(_class),
  );
  if (inputActions.some(({ executions }) => executions === UNREADABLE)) {
    throw problemError(
      ServiceUnavailableError,
      pipelineProblem('jenkinsResponseUnexpected', {
        server: client.server.name,
        target: runName(ref, 'input'),
        reason: 'executions',
      }),
    );
  }
  const isMissingExecutions = inputActions.some(
    ({ executions }) => !executions,
  );
  if (!isMissingExecutions) return pendingInputs(actions);
  const read = await client.json(
    {
      path: `${runPath(ref)}/wfapi/pendingInputActions`,
      signal,
      target: runName(ref, 'input'),
    },
    wfapiInputsSchema,
  );
  return read.map(({ id, message, proceedText, inputs }) => ({
    id,
    message: message || id,
    proceedLabel: proceedText || 'Proceed',
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

/** Status of a run that waits for inputs; undefined if it has none. */
export function waitingStatus(inputs: RunInput[]): RunStatus | undefined {
  if (!inputs.length) return undefined;
  return {
    state: 'waiting',
    message: inputs[0].message,
    inputs: inputs.map(({ message, submitters }) => ({
      message,
      ...(submitters && { submitters }),
    })),
  };
}

/** Sets the status of a running run to waiting if it has pending inputs. */
export function withWaitingStatus(
  run: ListedRun,
  inputs: RunInput[],
): ListedRun {
  const status = waitingStatus(inputs);
  return run.status.state === 'running' && status ? { ...run, status } : run;
}
