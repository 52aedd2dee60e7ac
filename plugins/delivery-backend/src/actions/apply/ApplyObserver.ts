import { ServiceUnavailableError } from '@backstage/errors';
import {
  clusterProblem,
  outcomeMessage,
  problemError,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionOutcome,
  UnsettledAction,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { ClusterWriter } from '../../kubernetes';
import { unknownOutcome } from '../unknownOutcome';
import { lastWriteOf } from './ApplyStep';
import { ClusterObjects, apiErrorMessage } from './ClusterObjects';
import { describeObject } from './parseManifests';

const beforeSchema = z.object({
  cluster: z.string(),
  objects: z.array(
    z.object({
      apiVersion: z.string(),
      kind: z.string(),
      namespace: z.string(),
      name: z.string(),
      result: z.string(),
      path: z.string(),
      lastWrite: z.string().optional(),
    }),
  ),
});

type PlannedBefore = z.infer<typeof beforeSchema>['objects'][number];

/**
 * Finds out from the cluster which objects of an apply were written: the API server
 * moves the time of the portal's managed fields with every change.
 */
export class ApplyObserver {
  readonly #objects: ClusterObjects;

  static create(writer: Pick<ClusterWriter, 'send'>): ApplyObserver {
    return new ApplyObserver(ClusterObjects.create(writer));
  }

  private constructor(objects: ClusterObjects) {
    this.#objects = objects;
  }

  /** @throws ServiceUnavailableError when an object cannot be read */
  async observe(
    { target, before }: UnsettledAction,
    signal: AbortSignal,
  ): Promise<ActionOutcome> {
    const { data } = beforeSchema.safeParse(before);
    const changing = (data?.objects ?? []).filter(
      // The portal may not read Secrets; the others tell.
      ({ result, kind }) => result !== 'unchanged' && kind !== 'Secret',
    );
    if (!data || !changing.length) {
      return unknownOutcome(target);
    }
    const isDone = await Promise.all(
      changing.map(object => this.#isDone(data.cluster, object, signal)),
    );
    const names = (wanted: boolean) =>
      changing
        .filter((_, index) => isDone[index] === wanted)
        .map(describeObject)
        .join(', ') || '–';
    return isDone.every(Boolean)
      ? { state: 'succeeded' }
      : {
          state: 'failed',
          message: outcomeMessage('partlyApplied', {
            done: names(true),
            missing: names(false),
          }),
        };
  }

  async #isDone(
    cluster: string,
    object: PlannedBefore,
    signal: AbortSignal,
  ): Promise<boolean> {
    const answer = await this.#objects.read(cluster, object.path, signal);
    if (answer.status === 404) return object.result === 'delete';
    if (answer.status !== 200) {
      throw problemError(
        ServiceUnavailableError,
        clusterProblem('objectUnreadable', {
          object: describeObject(object),
          cluster,
          answer: apiErrorMessage(answer),
        }),
      );
    }
    if (object.result === 'delete') {
      return isBeingDeleted(JSON.parse(answer.text));
    }
    const now = lastWriteOf(JSON.parse(answer.text));
    return now !== undefined && now !== object.lastWrite;
  }
}

function isBeingDeleted(object: unknown): boolean {
  return z
    .object({ metadata: z.object({ deletionTimestamp: z.string() }) })
    .safeParse(object).success;
}
