import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type { Entity } from '@backstage/catalog-model';
import type { PipelineAction } from '@fairway/backstage-plugin-delivery-common';
import type { ProviderAction } from '@fairway/backstage-plugin-delivery-node';
import type {
  FoundPipeline,
  FoundRun,
  RunReader,
} from '../pipelines/RunReader';
import { validateParameters, withoutPasswords } from './validateParameters';
import { isAllowedSubmitter } from './isAllowedSubmitter';
import type { Actor } from './isAllowedSubmitter';

/** An action on a pipeline that is there. */
export type RunAction = Exclude<PipelineAction, { kind: 'createPipeline' }>;

/** An action that may be done as it stands. */
export interface PlannedAction {
  pipeline: FoundPipeline;
  /** What the provider is to do */
  action: ProviderAction;
  /** What is kept of what was asked for */
  recorded: RunAction;
  /** What it is done to, as it is now */
  before: Record<string, string | boolean>;
}

/**
 * Checks an action against what the CI server has now.
 *
 * @throws NotFoundError, InputError, ConflictError or NotAllowedError that say why it cannot be done
 */
export async function planAction(
  runs: RunReader,
  entity: Entity,
  asked: RunAction,
  actor: Actor,
  signal: AbortSignal,
): Promise<PlannedAction> {
  if (asked.kind === 'trigger') {
    const pipeline = await runs.findPipeline(entity, asked.pipelineId, signal);
    if (pipeline.state && !pipeline.state.listed.isBuildable) {
      throw new ConflictError(
        `${pipeline.ref.fullName} takes no runs: it is disabled`,
      );
    }
    const definitions = await runs.parameters(pipeline, signal);
    const parameters = validateParameters(definitions, asked.parameters);
    return {
      pipeline,
      action: { kind: 'trigger', pipeline: pipeline.ref, parameters },
      recorded: {
        ...asked,
        parameters: withoutPasswords(definitions, parameters),
      },
      before: { pipeline: pipeline.ref.fullName },
    };
  }
  const found = await runs.findRun(entity, asked.runId, signal);
  return plannedForRun(runs, found, asked, actor, signal);
}

async function plannedForRun(
  runs: RunReader,
  found: FoundRun,
  asked: Exclude<RunAction, { kind: 'trigger' }>,
  actor: Actor,
  signal: AbortSignal,
): Promise<PlannedAction> {
  const { ref: run, pipeline } = found;
  const parts = await runs.parts(found, signal);
  const outcome = runOutcome(parts.run);
  const isOver = parts.run.status.state === 'finished';
  const name = `${run.fullName} ${parts.run.name}`;
  const planned = { pipeline, recorded: asked, before: { run: name, outcome } };
  switch (asked.kind) {
    case 'stop':
      if (isOver) throw new ConflictError(`${name} has ended: ${outcome}`);
      return { ...planned, action: { kind: 'stop', run } };
    case 'rebuild':
      return { ...planned, action: { kind: 'rebuild', run } };
    case 'keep':
      return {
        ...planned,
        before: { run: name, isKept: parts.run.isKept },
        action: { kind: 'keep', run, keep: asked.keep },
      };
    case 'restart': {
      const { stage } = asked;
      const stages = parts.restartableStages;
      if (!stages.includes(stage)) {
        throw new InputError(
          stages.length
            ? `${name} can be begun again from ${stages.join(', ')}; not from '${stage}'`
            : `${name} cannot be begun again from a stage`,
        );
      }
      return { ...planned, action: { kind: 'restart', run, stage } };
    }
    default: {
      const { inputId, decision } = asked;
      const input = parts.inputs.find(({ id }) => id === inputId);
      if (!input) {
        throw new ConflictError(
          `${name} does not wait with '${inputId}' (any more); somebody may have answered`,
        );
      }
      if (!isAllowedSubmitter(actor, input.submitters)) {
        throw new NotAllowedError(
          `The pipeline lets only ${input.submitters?.join(', ')} answer '${input.message}'`,
        );
      }
      const parameters =
        decision === 'proceed'
          ? validateParameters(input.parameters, asked.parameters)
          : {};
      return {
        ...planned,
        recorded: {
          ...asked,
          parameters: withoutPasswords(input.parameters, parameters),
        },
        before: { run: name, waitsWith: input.message },
        action: { kind: 'answer', run, inputId, decision, parameters },
      };
    }
  }
}
