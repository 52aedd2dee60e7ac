import {
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod';
import {
  problemError,
  problemOf,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { answerError, mapUnreachable, readText } from '../../kubernetes';
import type { ClusterAccess, ObjectRecord } from '../../kubernetes';

/** Short, because a user waits for the response. */
const SILENCE_LIMIT_MS = 10_000;

/** A kind that objects can be read of. */
export interface ReadableKind {
  kind: string;
  /** Plural name, as in RBAC rules */
  resource: string;
  /** API path that lists the kind in all namespaces */
  path: string;
}

const objectSchema = z.looseObject({
  metadata: z.looseObject({ uid: z.string() }),
});

/** Reads single, complete objects on demand, without a cache. */
export class ObjectReader {
  readonly #access: ClusterAccess;
  readonly #clock: Clock;
  readonly #kinds: ReadableKind[];

  static create(options: {
    access: ClusterAccess;
    clock: Clock;
    kinds: ReadableKind[];
  }): ObjectReader {
    return new ObjectReader(options);
  }

  private constructor(options: Parameters<typeof ObjectReader.create>[0]) {
    this.#access = options.access;
    this.#clock = options.clock;
    this.#kinds = options.kinds;
  }

  /**
   * Reads the object of a record from the API server.
   *
   * @throws NotFoundError if it was deleted, or replaced by an object of the same name
   * @throws NotAllowedError if the cluster does not let the portal read it
   * @throws ServiceUnavailableError if the cluster does not respond
   */
  async read(
    cluster: string,
    record: Pick<ObjectRecord, 'uid' | 'namespace' | 'name'> & { kind: string },
    signal: AbortSignal,
  ): Promise<unknown> {
    const { resource, path } = this.#kindOf(record.kind);
    const object = `${record.kind} ${record.namespace}/${record.name}`;
    const { status, text } = await this.#get(
      cluster,
      objectPath(path, record),
      signal,
    );
    if (status === 404) {
      throw problemError(
        NotFoundError,
        requestProblem('objectDeleted', { cluster, object }),
      );
    }
    if (status !== 200) {
      const problem = problemOf(
        answerError({ cluster, resource, status, text }),
      );
      throw status === 403
        ? problemError(NotAllowedError, problem)
        : problemError(ServiceUnavailableError, problem);
    }
    const parsed = parseObject(text);
    if (!parsed) {
      throw problemError(
        ServiceUnavailableError,
        requestProblem('objectInvalid', { cluster, object }),
      );
    }
    if (parsed.metadata.uid !== record.uid) {
      throw problemError(
        NotFoundError,
        requestProblem('objectReplaced', { cluster, object }),
      );
    }
    return parsed;
  }

  async #get(cluster: string, path: string, signal: AbortSignal) {
    const options = {
      cluster,
      clock: this.#clock,
      silenceLimitMs: SILENCE_LIMIT_MS,
      signal,
    };
    return mapUnreachable(() =>
      readText(options, until =>
        this.#access.get(cluster, { path, signal: until }),
      ),
    );
  }

  #kindOf(kind: string): ReadableKind {
    const found = this.#kinds.find(k => k.kind === kind);
    if (!found) {
      throw problemError(
        NotFoundError,
        requestProblem('kindNotReadable', { kind }),
      );
    }
    return found;
  }
}

// From `/apis/apps/v1/deployments` to `/apis/apps/v1/namespaces/dev/deployments/orders`
function objectPath(
  listPath: string,
  { namespace, name }: Pick<ObjectRecord, 'namespace' | 'name'>,
): string {
  const end = listPath.lastIndexOf('/');
  return [
    listPath.slice(0, end),
    'namespaces',
    encodeURIComponent(namespace),
    listPath.slice(end + 1),
    encodeURIComponent(name),
  ].join('/');
}

function parseObject(text: string) {
  try {
    return objectSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
