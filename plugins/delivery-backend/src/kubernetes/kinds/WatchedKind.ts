import type { PodRecord, WorkloadRecord } from '../projection/records';

/** Fields that every stored record has. */
export interface StoredRecord {
  uid: string;
  /** Kind of the object, as Kubernetes names it */
  kind: string;
  name: string;
  /** Namespace of the object; empty for a cluster-scoped one */
  namespace: string;
}

/** Reference from one object to another. */
export interface ObjectRef {
  kind: string;
  namespace: string;
  name: string;
  uid?: string;
}

// The type of a method, so that the descriptor of one kind fits into a list of
// descriptors of several: a store calls each with records of its own kind only.
interface IndexMethod<T> {
  keyOf(record: T): string | undefined;
}

/**
 * Descriptor of a kind that is watched. The reflectors, the store and both
 * directions of the relation to workloads follow from it.
 */
export interface WatchedKind<T extends StoredRecord> {
  /** Kind of its objects and records */
  kind: T['kind'];
  /** Plural name, as permissions have it */
  resource: string;
  /** API path that lists and watches the kind in all namespaces */
  path: string;
  /**
   * Reads the record of an API object; undefined for an object that is not kept.
   *
   * @throws ZodError when the object does not have the shape of its kind
   */
  project(object: unknown): T | undefined;
  /** Whether a cluster may lack the kind: it then has no objects of it */
  isOptional?: boolean;
  /** Whether the kind has no namespaces */
  isClusterScoped?: boolean;
  /** Whether its objects are kept in all namespaces, also in those of no environment */
  isKeptEverywhere?: boolean;
  /** Names of the indexes, each with the key of a record in it */
  indexBy?: Record<string, IndexMethod<T>['keyOf']>;
  /** Lets a record share values with a stored one of its kind, to save memory. */
  compact?(
    record: T,
    find: (index: string, key: string) => T | undefined,
  ): void;
  /** Objects that a record describes: it belongs to the workloads of these. */
  describes?(record: T): ObjectRef[];
  /** Whether a record belongs to a workload of its namespace. */
  relatesTo?(
    record: T,
    workload: WorkloadRecord,
    podsOf: () => PodRecord[],
  ): boolean;
}

/** Key in an index of several kinds by namespace. */
export function kindInNamespace({
  kind,
  namespace,
}: Pick<StoredRecord, 'kind' | 'namespace'>): string {
  return `${kind}/${namespace}`;
}

/** Key in an index of several kinds by name. */
export function kindAndName({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`;
}
