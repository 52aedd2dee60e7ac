import type {
  RolloutAction,
  RolloutInput,
  RolloutPatch,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';

const HASH_LABEL = 'pod-template-hash';
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

const templateSchema = z.looseObject({
  metadata: z
    .looseObject({ labels: z.record(z.string(), z.string()).default({}) })
    .default({ labels: {} }),
});

/**
 * Requests of an action on a workload of Kubernetes' own controllers, as kubectl sends
 * them; pure.
 *
 * @see https://github.com/kubernetes/kubectl/tree/master/pkg/polymorphichelpers
 */
export function nativePatches(
  { workload }: Pick<RolloutInput, 'workload'>,
  action: RolloutAction,
): RolloutPatch[] {
  const metadata = { uid: workload.uid };
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
      return [
        {
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
              value: withoutHash(action.template),
            },
          ],
        },
      ];
    default:
      return [];
  }
}

/** A pod template without the label that the Deployment controller adds. */
function withoutHash(template: object): object {
  const { metadata, ...rest } = templateSchema.parse(template);
  const { [HASH_LABEL]: _, ...labels } = metadata.labels;
  return { ...rest, metadata: { ...metadata, labels } };
}
