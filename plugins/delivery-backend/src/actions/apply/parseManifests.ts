import { InputError } from '@backstage/errors';
import type { ObjectRef } from '@fairway/backstage-plugin-delivery-common';
import { parseAllDocuments } from 'yaml';
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
  const documents = parseAllDocuments(text);
  const found = documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) {
      throw new InputError(`Document ${index + 1}: ${error.message}`);
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return value === null ? [] : [manifestOf(value, index, defaultNamespace)];
  });
  if (!found.length) throw new InputError('The manifests have no object');
  if (found.length > MAX_OBJECTS) {
    throw new InputError(
      `The manifests have ${found.length} objects. At most ${MAX_OBJECTS} can be applied at once`,
    );
  }
  const seen = new Set<string>();
  for (const manifest of found) {
    const described = describeObject(refOf(manifest));
    if (seen.has(described)) {
      throw new InputError(`The manifests have ${described} twice`);
    }
    seen.add(described);
  }
  return found;
}

function manifestOf(
  value: unknown,
  index: number,
  defaultNamespace: string | undefined,
): Manifest {
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(
      `Document ${index + 1} is not a Kubernetes object: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { metadata } = parsed.data;
  const namespace = metadata.namespace ?? defaultNamespace;
  if (namespace === undefined) {
    throw new InputError(
      `Document ${index + 1}, ${parsed.data.kind} ${metadata.name}, has no metadata.namespace, and its environment has several namespaces`,
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
