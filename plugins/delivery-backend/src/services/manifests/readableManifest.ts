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
 * An API object for people to read: without the bookkeeping of field managers,
 * without the copy of itself that kubectl keeps, and without what looks secret.
 *
 * @throws ZodError when it is no API object
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
