import {
  refusal,
  runAnswerPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal, Stage } from '@fairway/backstage-plugin-delivery-common';
import type { Actor, RunParts } from '@fairway/backstage-plugin-delivery-node';
import type { KnownInput } from '../../pipelines';
import { isAllowedSubmitter } from './isAllowedSubmitter';

/**
 * Why a person may not restart a run from a stage: an earlier stage asks for an input,
 * which the restarted run skips, and the person may not answer it.
 *
 * A CI server does not report inputs after their answer. An earlier stage that paused, or
 * that this run itself skipped, may have one, so the permission is required for these as
 * well. The submitters are those that the portal saw when a run of the job waited.
 */
export async function skippedInputRefusal(options: {
  /** Name of the run, for the refusal */
  run: string;
  stage: string;
  parts: Pick<RunParts, 'stages' | 'restartableStages'>;
  /** Inputs that runs of the job have waited for */
  inputs: KnownInput[];
  actor: Actor;
  canAnswerInput: () => Promise<boolean>;
}): Promise<Refusal | undefined> {
  const { run, stage, parts, actor, canAnswerInput } = options;
  const { stages = [], restartableStages } = parts;
  const position = stages.findIndex(({ name }) => name === stage);
  // A restart from the first stage skips nothing.
  if (position === 0) return undefined;
  const earlier = stages.slice(0, Math.max(0, position));
  const inputs = options.inputs.filter(
    input =>
      input.stage === undefined ||
      earlier.some(({ name }) => name === input.stage),
  );
  // Without stages, only the first stage is known to skip nothing.
  const maySkip =
    position < 0
      ? restartableStages.indexOf(stage) > 0
      : inputs.length > 0 || earlier.some(mayHaveInput);
  if (!maySkip) return undefined;
  if (!(await canAnswerInput())) {
    return refusal('restartNeedsPermission', {
      run,
      stage,
      permission: runAnswerPermission.name,
    });
  }
  const denied = inputs.find(
    ({ submitters }) => !isAllowedSubmitter(actor, submitters),
  );
  return (
    denied &&
    refusal('restartNotSubmitter', {
      run,
      stage,
      input: denied.message,
      submitters: denied.submitters.join(', '),
    })
  );
}

function mayHaveInput({ status, pausedMs = 0, children }: Stage): boolean {
  return (
    status === 'skipped' ||
    status === 'waiting' ||
    pausedMs > 0 ||
    children.some(mayHaveInput)
  );
}
