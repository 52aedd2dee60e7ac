import {
  clusterProblem,
  otherProblem,
} from '@fairway/backstage-plugin-delivery-common';
import {
  ClusterUnreachableError,
  mapUnreachable,
} from './ClusterUnreachableError';

describe('mapUnreachable', () => {
  it.each([
    [
      'no way',
      new ClusterUnreachableError(otherProblem('no route')),
      otherProblem('no route'),
    ],
    [
      'no time',
      new DOMException('The operation was aborted', 'TimeoutError'),
      clusterProblem('requestTimeout'),
    ],
  ])('answers %s as a server that is away', async (_, thrown, problem) => {
    await expect(
      mapUnreachable(() => Promise.reject(thrown)),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: problem.message,
      problem,
    });
  });

  it('does not change other errors', async () => {
    const error = new Error('a mistake');
    await expect(mapUnreachable(() => Promise.reject(error))).rejects.toBe(
      error,
    );
  });
});
