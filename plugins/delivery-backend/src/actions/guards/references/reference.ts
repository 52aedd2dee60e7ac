import { isObject, valuesAt } from './valuesAt';
import type { FieldValue } from './valuesAt';

/** A label selector; see {@link https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors}. */
export interface LabelSelector {
  matchLabels: Record<string, string>;
  matchExpressions: { key: string; operator: string; values: string[] }[];
}

/** How a field of an object concerns something else than the object. */
export type Reference = { field: string } & (
  | {
      /** Names an object */
      type: 'object';
      /** Group and kind, such as `/Secret` */
      kind: string;
      name: string;
      /** Namespace, if the field names one */
      namespace?: string;
    }
  | {
      /** Template of PersistentVolumeClaims, whose names begin so and end with a number */
      type: 'claims';
      prefix: string;
    }
  | {
      /** Selects pods of the namespace */
      type: 'selector';
      selector: LabelSelector;
    }
  | {
      /** Name under which requests from outside, or of a mesh, arrive */
      type: 'host';
      host: string;
    }
  | {
      /** Labels and annotations of the object, of pods that it creates, or of other objects that it creates */
      type: 'metadata' | 'podMetadata';
      labels: Record<string, string>;
      annotations: Record<string, string>;
    }
  | {
      /** Pods that the object creates */
      type: 'podSpec';
      spec: Record<string, unknown>;
    }
  | {
      /** Concerns something that the portal cannot attribute to a service */
      type: 'forbidden';
    }
);

/** Finds the references of a value. */
export interface Extractor {
  (value: unknown, field: string): Reference[];
  /** Paths of the fields that it reads, relative to the value */
  paths: readonly string[];
}

/** An extractor of fields that the other functions of this file do not describe. */
export function extractor(
  paths: readonly string[],
  extract: (value: unknown, field: string) => Reference[],
): Extractor {
  return Object.assign(extract, { paths });
}

/** Applies extractors to each value at a path. */
export function within(path: string, extractors: Extractor[]): Extractor {
  return extractor(
    extractors.flatMap(({ paths }) =>
      paths.map(inner => [path, inner].filter(Boolean).join('.')),
    ),
    (object, at) =>
      valuesAt(object, path, at).flatMap(({ value, field }) =>
        extractors.flatMap(extract => extract(value, field)),
      ),
  );
}

/** Names of objects of one kind in the same namespace. */
export function names(kind: string, ...paths: string[]): Extractor {
  return each(paths, ({ field, value }) =>
    typeof value === 'string' && value !== ''
      ? [{ type: 'object', field, kind, name: value }]
      : [],
  );
}

/**
 * References with `kind`, `name` and, where they have them, `namespace` and `apiVersion`,
 * `apiGroup` or `group`.
 *
 * @param fallback - group and kind of a reference that names none
 */
export function objects(fallback: string, ...paths: string[]): Extractor {
  const [fallbackGroup, fallbackKind] = fallback.split('/');
  return each(paths, ({ field, value }) => {
    if (!isObject(value)) return [];
    const { kind = fallbackKind, name, namespace } = value;
    if (typeof name !== 'string') return [];
    const group = groupOf(value) ?? fallbackGroup;
    return [
      {
        type: 'object',
        field,
        kind: `${group}/${String(kind)}`,
        name,
        ...(typeof namespace === 'string' && namespace !== '' && { namespace }),
      },
    ];
  });
}

function groupOf(reference: Record<string, unknown>): string | undefined {
  const { apiVersion, apiGroup, group } = reference;
  if (typeof apiVersion === 'string') {
    return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  }
  const named = apiGroup ?? group;
  return typeof named === 'string' ? named : undefined;
}

/** Label selectors. */
export function selectors(...paths: string[]): Extractor {
  return each(paths, ({ field, value }) => [
    { type: 'selector', field, selector: selectorOf(value) },
  ]);
}

/** A label selector that selects everything if it is missing. */
export function selectorOrAll(path: string): Extractor {
  return extractor([path], (object, at) => {
    const found = selectors(path)(object, at);
    return found.length
      ? found
      : [
          {
            type: 'selector',
            field: at ? `${at}.${path}` : path,
            selector: selectorOf({}),
          },
        ];
  });
}

/** Labels that select pods, as in a Service. An empty selector selects none there. */
export function labelSelectors(...paths: string[]): Extractor {
  return each(paths, ({ field, value }) => {
    const matchLabels = texts(value);
    return Object.keys(matchLabels).length
      ? [
          {
            type: 'selector',
            field,
            selector: { matchLabels, matchExpressions: [] },
          },
        ]
      : [];
  });
}

/** Hosts. */
export function hosts(...paths: string[]): Extractor {
  return each(paths, ({ field, value }) =>
    typeof value === 'string' && value !== ''
      ? [{ type: 'host', field, host: value.toLowerCase() }]
      : [],
  );
}

/** Fields that are refused, because nothing says whom they concern. */
export function forbidden(...paths: string[]): Extractor {
  return each(paths, ({ field }) => [{ type: 'forbidden', field }]);
}

/** Fields of an object that are not among these. */
export function forbiddenExcept(
  path: string,
  allowed: readonly string[],
): Extractor {
  return each([path], ({ field, value }) =>
    isObject(value)
      ? Object.entries(value)
          .filter(
            ([name, content]) =>
              !allowed.includes(name) &&
              content !== null &&
              content !== undefined,
          )
          .map(([name]) => ({ type: 'forbidden', field: `${field}.${name}` }))
      : [],
  );
}

/** Labels and annotations of pods. */
export function podMetadata(...paths: string[]): Extractor {
  return metadataOf('podMetadata', paths);
}

/** Labels and annotations of other objects. */
export function metadata(...paths: string[]): Extractor {
  return metadataOf('metadata', paths);
}

function metadataOf(
  type: 'metadata' | 'podMetadata',
  paths: string[],
): Extractor {
  return each(paths, ({ field, value }) =>
    isObject(value)
      ? [
          {
            type,
            field,
            labels: texts(value.labels),
            annotations: texts(value.annotations),
          },
        ]
      : [],
  );
}

function each(
  paths: string[],
  extract: (found: FieldValue) => Reference[],
): Extractor {
  return extractor(paths, (object, at) =>
    paths.flatMap(path => valuesAt(object, path, at).flatMap(extract)),
  );
}

/** Texts of an object by key; other values are left out, because the API server refuses them. */
function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text]] : [],
    ),
  );
}

/** A selector from a manifest; one that is not valid selects everything. */
function selectorOf(value: unknown): LabelSelector {
  const { matchLabels, matchExpressions } = isObject(value)
    ? value
    : { matchLabels: {}, matchExpressions: [] };
  return {
    matchLabels: texts(matchLabels),
    matchExpressions: Array.isArray(matchExpressions)
      ? matchExpressions.filter(isObject).map(({ key, operator, values }) => ({
          key: String(key),
          operator: String(operator),
          values: Array.isArray(values) ? values.map(String) : [],
        }))
      : [],
  };
}
