import type { Entity } from '@backstage/catalog-model';
import { outcomeMessage } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionTarget,
  PipelineAction,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionOutcome } from '@fairway/backstage-plugin-delivery-node';
import type { RunReader } from '../../pipelines';
import { unknownOutcome } from '../unknownOutcome';

/**
 * Finds out from a run whether an action on it was done. Runs that an action starts
 * do not name it, so that these stay unknown.
 */
export async function observeRun(
  runs: RunReader,
  entity: Entity,
  action: PipelineAction,
  target: ActionTarget,
  signal: AbortSignal,
): Promise<ActionOutcome> {
  if (
    action.kind !== 'run.stop' &&
    action.kind !== 'run.keep' &&
    action.kind !== 'run.answer'
  ) {
    return unknownOutcome(target);
  }
  const { pipeline, ref } = await runs.findRun(entity, action.runId, signal);
  const { run, inputs } = await runs.readAgain(pipeline, ref, signal);
  const name = `${ref.fullName} ${run.name}`;
  switch (action.kind) {
    case 'run.stop':
      return run.status.state === 'finished'
        ? { state: 'succeeded' }
        : {
            state: 'failed',
            message: outcomeMessage('runStillRunning', { run: name }),
          };
    case 'run.keep':
      return run.isKept === action.keep
        ? { state: 'succeeded' }
        : {
            state: 'failed',
            message: outcomeMessage('runNotKept', { run: name }),
          };
    default:
      // Someone else may have answered.
      return inputs.some(({ id }) => id === action.inputId)
        ? {
            state: 'failed',
            message: outcomeMessage('inputStillPending', {
              run: name,
              input: action.inputId,
            }),
          }
        : unknownOutcome(target);
  }
}
