import { refusal, runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type { Entity } from '@backstage/catalog-model';
import type {
  PipelineAction,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Actor,
  ProviderAction,
} from '@fairway/backstage-plugin-delivery-node';
import type { FoundPipeline, FoundRun, RunReader } from '../../pipelines';
import { isAllowedSubmitter } from './isAllowedSubmitter';
import { skippedInputRefusal } from './skippedInputRefusal';
import { validateParameters, withoutPasswords } from './validateParameters';

/** An action on an existing pipeline or run. */
export type RunAction = Exclude<PipelineAction, { kind: 'pipeline.create' }>;

/** A run action that can be done. */
export interface PlannedRunAction {
  pipeline: FoundPipeline;
  /** The action for the provider, with its secrets */
  providerAction: ProviderAction;
  /** The action for the audit log, without passwords */
  recorded: RunAction;
  /** State of the run or pipeline before the action */
  before: Record<string, string | boolean>;
}

/** Person who requests a run action. */
export interface RunActor {
  actor: Actor;
  /** Whether the person has the permission to answer inputs of the service's runs */
  canAnswerInput: () => Promise<boolean>;
}

/**
 * Checks a run action against the current state of the CI server.
 *
 * @throws NotFoundError when the service has no such pipeline or run
 */
export async function planRunAction(
  runs: RunReader,
  entity: Entity,
  action: RunAction,
  person: RunActor,
  signal: AbortSignal,
): Promise<PlannedRunAction | { refusal: Refusal }> {
  if (action.kind === 'run.trigger') {
    const pipeline = await runs.findPipeline(entity, action.pipelineId, signal);
    const { ref, state } = pipeline;
    if (state && !state.listed.isBuildable) {
      return {
        refusal: refusal('pipelineDisabled', { pipeline: ref.fullName }),
      };
    }
    const definitions = await runs.parameters(pipeline, signal);
    const parameters = validateParameters(definitions, action.parameters);
    if ('refusal' in parameters) return parameters;
    return {
      pipeline,
      providerAction: {
        kind: 'trigger',
        pipeline: ref,
        parameters: parameters.values,
      },
      recorded: {
        ...action,
        parameters: withoutPasswords(definitions, parameters.values),
      },
      before: { pipeline: ref.fullName },
    };
  }
  const found = await runs.findRun(entity, action.runId, signal);
  return planOnRun(runs, found, action, person, signal);
}

async function planOnRun(
  runs: RunReader,
  found: FoundRun,
  action: Exclude<RunAction, { kind: 'run.trigger' }>,
  { actor, canAnswerInput }: RunActor,
  signal: AbortSignal,
): Promise<PlannedRunAction | { refusal: Refusal }> {
  const { ref: run, pipeline } = found;
  const parts = await runs.parts(found, signal);
  const outcome = runOutcome(parts.run);
  const name = `${run.fullName} ${parts.run.name}`;
  const planned = {
    pipeline,
    recorded: action,
    before: { run: name, outcome },
  };
  switch (action.kind) {
    case 'run.stop':
      return parts.run.status.state === 'finished'
        ? { refusal: refusal('runFinished', { run: name, outcome }) }
        : { ...planned, providerAction: { kind: 'stop', run } };
    case 'run.rebuild':
      return { ...planned, providerAction: { kind: 'rebuild', run } };
    case 'run.keep':
      return {
        ...planned,
        before: { run: name, isKept: parts.run.isKept },
        providerAction: { kind: 'keep', run, keep: action.keep },
      };
    case 'run.restart': {
      const { stage } = action;
      const refused =
        stageRefusal(parts.restartableStages, stage, name) ??
        (await skippedInputRefusal({
          run: name,
          stage,
          parts,
          inputs: await runs.inputsOf(pipeline),
          actor,
          canAnswerInput,
        }));
      return refused
        ? { refusal: refused }
        : { ...planned, providerAction: { kind: 'restart', run, stage } };
    }
    default:
      return planAnswer(found, parts.inputs, action, actor, name);
  }
}

function stageRefusal(
  stages: string[],
  stage: string,
  run: string,
): Refusal | undefined {
  if (!stages.length) return refusal('noRestartableStage', { run });
  return stages.includes(stage)
    ? undefined
    : refusal('stageNotRestartable', {
        run,
        stage,
        stages: stages.join(', '),
      });
}

function planAnswer(
  { ref: run, pipeline }: FoundRun,
  inputs: Awaited<ReturnType<RunReader['parts']>>['inputs'],
  action: Extract<RunAction, { kind: 'run.answer' }>,
  actor: Actor,
  name: string,
): PlannedRunAction | { refusal: Refusal } {
  const { inputId, decision } = action;
  const input = inputs.find(({ id }) => id === inputId);
  if (!input) {
    return {
      refusal: refusal('inputNotPending', { run: name, input: inputId }),
    };
  }
  if (!isAllowedSubmitter(actor, input.submitters)) {
    return {
      refusal: refusal('notSubmitter', {
        submitters: input.submitters?.join(', ') ?? '',
        input: input.message,
      }),
    };
  }
  const parameters =
    decision === 'proceed'
      ? validateParameters(input.parameters, action.parameters)
      : { values: {} };
  if ('refusal' in parameters) return parameters;
  return {
    pipeline,
    providerAction: {
      kind: 'answer',
      run,
      inputId,
      decision,
      parameters: parameters.values,
    },
    recorded: {
      ...action,
      parameters: withoutPasswords(input.parameters, parameters.values),
    },
    before: { run: name, waitsFor: input.message },
  };
}
