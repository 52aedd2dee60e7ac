import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import type { RunParts } from '@fairway/backstage-plugin-delivery-node';
import type { KnownInput } from './PipelineStore';

/** Pending inputs of a run, with the stage that waits for them. */
export function knownInputs({ inputs, stages = [] }: RunParts): KnownInput[] {
  const stage = stages.find(isWaiting)?.name;
  return inputs.map(({ id, message, submitters = [] }) => ({
    id,
    message,
    ...(stage !== undefined && { stage }),
    submitters,
  }));
}

function isWaiting({ status, children }: Stage): boolean {
  return status === 'waiting' || children.some(isWaiting);
}
