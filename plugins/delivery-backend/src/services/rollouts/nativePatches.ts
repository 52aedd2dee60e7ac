import { undoPatch } from '@fairway/backstage-plugin-delivery-node';
import type {
  RolloutAction,
  RolloutInput,
  RolloutPatch,
} from '@fairway/backstage-plugin-delivery-node';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * Requests of an action on a workload of Kubernetes' own controllers, as kubectl sends
 * them; pure.
 *
 * @see https://github.com/kubernetes/kubectl/tree/master/pkg/polymorphichelpers
 */
export function nativePatches(
  input: Pick<RolloutInput, 'workload'>,
  action: RolloutAction,
): RolloutPatch[] {
  const metadata = { uid: input.workload.uid };
  const merge = (spec: object): RolloutPatch => ({
    contentType: 'application/merge-patch+json',
    body: { metadata, spec },
  });
  switch (action.kind) {
    case 'pause':
      return [merge({ paused: true })];
    case 'resume':
      return [merge({ paused: false })];
    case 'restart':
      return [
        merge({
          template: {
            metadata: { annotations: { [RESTARTED_AT]: action.at } },
          },
        }),
      ];
    case 'scale':
      return [
        { ...merge({ replicas: action.replicas }), subresource: 'scale' },
      ];
    case 'undo':
      return [undoPatch(input, action.template)];
    default:
      return [];
  }
}
