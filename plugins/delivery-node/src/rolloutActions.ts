import { ConflictError } from '@backstage/errors';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type {
  RolloutAction,
  RolloutActionOption,
  RolloutEngine,
  RolloutInput,
  RolloutPatch,
} from './rolloutEngine';

/** Every kind of rollout action, in the order in which pages show them. @public */
export const rolloutActionKinds: readonly RolloutAction['kind'][] = [
  'confirm',
  'promote',
  'abort',
  'retry',
  'pause',
  'resume',
  'undo',
  'restart',
  'scale',
];

/** Options of every kind of action, from the refusal of each. @public */
export function rolloutActionOptions(
  refusalOf: (kind: RolloutAction['kind']) => Refusal | undefined,
): RolloutActionOption[] {
  return rolloutActionKinds.map(kind => {
    const refusal = refusalOf(kind);
    return { kind, ...(refusal && { refusal }) };
  });
}

/**
 * Checks that an engine allows an action now.
 *
 * @throws ConflictError with the refusal
 * @public
 */
export function assertRolloutAction<W, C>(
  engine: RolloutEngine<W, C>,
  input: RolloutInput<W, C>,
  { kind }: RolloutAction,
): void {
  const option = engine.actions(input).find(each => each.kind === kind);
  if (option?.refusal) throw new ConflictError(option.refusal.message);
}

const templateSchema = z.looseObject({
  metadata: z
    .looseObject({ labels: z.record(z.string(), z.string()).default({}) })
    .default({ labels: {} }),
});

/**
 * Request that rolls a workload back to an earlier pod template, without the hash label
 * that the controller adds. The API server refuses it if the workload has changed since.
 *
 * @throws ZodError when the template is not an object with labels of text
 * @public
 */
export function undoPatch(
  { workload }: Pick<RolloutInput, 'workload'>,
  template: object,
): RolloutPatch {
  const { metadata, ...rest } = templateSchema.parse(template);
  const { [workload.record.hashLabel]: _, ...labels } = metadata.labels;
  return {
    contentType: 'application/json-patch+json',
    body: [
      { op: 'test', path: '/metadata/uid', value: workload.uid },
      {
        op: 'test',
        path: '/metadata/generation',
        value: workload.generation,
      },
      {
        op: 'replace',
        path: '/spec/template',
        value: { ...rest, metadata: { ...metadata, labels } },
      },
    ],
  };
}
