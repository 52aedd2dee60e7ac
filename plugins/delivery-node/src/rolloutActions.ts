import { ConflictError } from '@backstage/errors';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  RolloutAction,
  RolloutActionOption,
  RolloutEngine,
  RolloutInput,
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
