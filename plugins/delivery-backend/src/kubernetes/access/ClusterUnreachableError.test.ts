import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import {
  ClusterUnreachableError,
  mapUnreachable,
} from './ClusterUnreachableError';

describe('mapUnreachable', () => {
  it.each([
    [
      'no way',
      new ClusterUnreachableError(otherProblem('no route')),
      'no route',
    ],
    [
      'no time',
      new DOMException('The operation was aborted', 'TimeoutError'),
      'The cluster did not answer in time',
    ],
  ])('answers %s as a server that is away', async (_, thrown, message) => {
    await expect(
      mapUnreachable(() => Promise.reject(thrown)),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError', message });
  });

  it('does not change other errors', async () => {
    const error = new Error('a mistake');
    await expect(mapUnreachable(() => Promise.reject(error))).rejects.toBe(
      error,
    );
  });
});
