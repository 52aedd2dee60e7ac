import { InputError } from '@backstage/errors';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { ObjectRef } from '@fairway/backstage-plugin-delivery-common';
import { parseYaml } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';

/** A manifest with its namespace. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** Objects that can be applied at once: a service, not a whole system. */
const MAX_OBJECTS = 50;

const texts = z.record(z.string(), z.string()).optional();
const manifestSchema = z.looseObject({
  apiVersion: z.string().regex(/^([a-z0-9.-]+\/)?v[a-z0-9]+$/),
  kind: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  metadata: z.looseObject({
    // The API server validates names; this keeps a name in one path segment.
    name: z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/),
    namespace: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)
      .optional(),
    labels: texts,
    annotations: texts,
  }),
});

/** Field of the request, for messages. */
const FIELD = 'action.manifests';

/**
 * Parses YAML documents into manifests.
 *
 * @param defaultNamespace - namespace of objects that name none
 * @throws InputError that names the document and what is wrong with it
 */
export function parseManifests(
  text: string,
  defaultNamespace: string | undefined,
): Manifest[] {
  const found = parseYaml(text, FIELD).map(({ number, value }) =>
    manifestOf(value, number, defaultNamespace),
  );
  if (!found.length) {
    throw problemError(InputError, requestProblem('manifestsEmpty'));
  }
  if (found.length > MAX_OBJECTS) {
    throw problemError(
      InputError,
      requestProblem('manifestsTooMany', {
        number: found.length,
        most: MAX_OBJECTS,
      }),
    );
  }
  const seen = new Set<string>();
  for (const manifest of found) {
    const object = describeObject(refOf(manifest));
    if (seen.has(object)) {
      throw problemError(
        InputError,
        requestProblem('manifestTwice', { object }),
      );
    }
    seen.add(object);
  }
  return found;
}

function manifestOf(
  value: unknown,
  number: number,
  defaultNamespace: string | undefined,
): Manifest {
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    throw problemError(
      InputError,
      requestProblem('documentNotObject', {
        number,
        details: z.prettifyError(parsed.error),
      }),
    );
  }
  const { metadata } = parsed.data;
  const namespace = metadata.namespace ?? defaultNamespace;
  if (namespace === undefined) {
    throw problemError(
      InputError,
      requestProblem('documentNamespaceMissing', {
        number,
        object: `${parsed.data.kind} ${metadata.name}`,
      }),
    );
  }
  return { ...parsed.data, metadata: { ...metadata, namespace } };
}

/** Reference to the object of a manifest. */
export function refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
  const { namespace, name } = metadata;
  return { apiVersion, kind, namespace, name };
}

/** API group: `apps` of `apps/v1`, empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** Kind, namespace and name of an object. */
export function describeObject({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}
