import { NotFoundError, ResponseError } from '@backstage/errors';
import { clusterProblem, clusterProblemSentences } from './clusterProblems';
import { pipelineProblemSentences } from './pipelineProblems';
import {
  otherProblem,
  problemError,
  problemOf,
  problemSentences,
} from './problem';
import { requestProblemSentences } from './requestProblems';

const problem = clusterProblem('noRoute', { cluster: 'a' });

async function responseWith(error: object): Promise<ResponseError> {
  const body = JSON.stringify({
    error: { name: 'NotFoundError', message: 'As a sentence', ...error },
    response: { statusCode: 404 },
  });
  return ResponseError.fromResponse(
    new Response(body, {
      status: 404,
      headers: { 'content-type': 'application/json' },
    }),
  );
}

it('has a code once', () => {
  expect(Object.keys(problemSentences)).toHaveLength(
    1 +
      Object.keys(clusterProblemSentences).length +
      Object.keys(pipelineProblemSentences).length +
      Object.keys(requestProblemSentences).length,
  );
});

it('creates an error with the reason and its sentence', () => {
  const error = problemError(NotFoundError, problem);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.message).toBe(problem.message);
  expect(problemOf(error)).toEqual(problem);
});

it('reads the reason from the response of a route', async () => {
  expect(problemOf(await responseWith({ problem }))).toEqual(problem);
});

it.each([
  ['an error', new Error('No disk'), 'No disk'],
  ['a text', 'No disk', 'No disk'],
  ['nothing', undefined, 'undefined'],
])('keeps the message of %s without a reason', (_, error, message) => {
  expect(problemOf(error)).toEqual(otherProblem(message));
});

it('keeps the message of a response without a reason', async () => {
  expect(problemOf(await responseWith({}))).toEqual(
    otherProblem('As a sentence'),
  );
});
