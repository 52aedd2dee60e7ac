import { InputError } from '@backstage/errors';
import type { ObjectRef } from '@fairway/backstage-plugin-delivery-common';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** An object that somebody wants to have applied, with its namespace. */
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

/** More is a system, not a service. */
const MOST_OBJECTS = 50;

const texts = z.record(z.string(), z.string()).optional();
const manifestSchema = z.looseObject({
  apiVersion: z.string().regex(/^([a-z0-9.-]+\/)?v[a-z0-9]+$/),
  kind: z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
  metadata: z.looseObject({
    // What the API server knows of names, it says; this keeps them in one path segment.
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
 * The objects of YAML documents.
 *
 * @param defaultNamespace - of those that name none
 * @throws InputError that says which document is wrong and how
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
  if (!found.length) throw new InputError('The manifests hold no object');
  if (found.length > MOST_OBJECTS) {
    throw new InputError(
      `The manifests hold ${found.length} objects; ${MOST_OBJECTS} can be applied at once`,
    );
  }
  const seen = new Set<string>();
  for (const manifest of found) {
    const described = describeObject(refOf(manifest));
    if (seen.has(described)) {
      throw new InputError(`The manifests hold ${described} twice`);
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
      `Document ${index + 1} is no object of Kubernetes: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { metadata } = parsed.data;
  const namespace = metadata.namespace ?? defaultNamespace;
  if (namespace === undefined) {
    throw new InputError(
      `Document ${index + 1}, ${parsed.data.kind} ${metadata.name}, names no namespace, and its environment has several`,
    );
  }
  return { ...parsed.data, metadata: { ...metadata, namespace } };
}

/** The address of an object. */
export function refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
  const { namespace, name } = metadata;
  return { apiVersion, kind, namespace, name };
}

/** `apps` of `apps/v1`; nothing of `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** An object in words. */
export function describeObject({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}
