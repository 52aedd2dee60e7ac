import { pipelineActionSchema } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineAction } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

/** Schema of the pipeline action of one kind. */
export function actionOfKind<K extends PipelineAction['kind']>(
  kind: K,
): z.ZodType<Extract<PipelineAction, { kind: K }>> {
  return pipelineActionSchema.refine(
    (action): action is Extract<PipelineAction, { kind: K }> =>
      action.kind === kind,
    `The kind must be '${kind}'`,
  );
}
