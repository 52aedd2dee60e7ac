import type { Manifest } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { hideSecrets } from './hideSecrets';
import { toYaml } from './toYaml';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    uid: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

/**
 * An API object for display: without managedFields, without the last applied
 * configuration of kubectl, and with values that look secret hidden.
 *
 * @throws ZodError if the value is not an API object
 */
export function readableManifest(object: unknown): Manifest {
  const { metadata, ...rest } = objectSchema.parse(object);
  const { managedFields, annotations, ...kept } = metadata;
  const { [LAST_APPLIED]: copy, ...others } = annotations ?? {};
  const { apiVersion, kind, ...body } = rest;
  return {
    resourceVersion: metadata.resourceVersion,
    yaml: toYaml(
      hideSecrets({
        apiVersion,
        kind,
        metadata: {
          ...kept,
          ...(Object.keys(others).length > 0 && { annotations: others }),
        },
        ...body,
      }),
    ),
  };
}
