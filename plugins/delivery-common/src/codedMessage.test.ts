import { clusterProblem } from './clusterProblems';
import { codedMessageSchema } from './codedMessage';
import { otherProblem } from './problem';
import { outcomeMessage, refusal } from './refusals';

const cause = clusterProblem('noRoute', { cluster: 'a' });
const sentence =
  "Cluster 'a' cannot be reached: there is no route to it. Check the network";

it('quotes a cause in its sentence, and keeps the code of the cause', () => {
  const message = outcomeMessage('notObserved', {}, cause);
  expect(message).toEqual({
    code: 'notObserved',
    values: { message: sentence },
    message: `The portal cannot check what happened: ${sentence}`,
    cause,
  });
  expect(codedMessageSchema.parse(message)).toEqual(message);
});

it('keeps only one level of causes', () => {
  const inner = refusal('serverRefused', {}, cause);
  expect(refusal('serverRefused', {}, inner).cause).toEqual({
    code: 'serverRefused',
    values: { message: sentence },
    message: sentence,
  });
});

it('has no cause for the words of another system', () => {
  expect(refusal('serverRefused', {}, otherProblem('quota'))).toEqual(
    refusal('serverRefused', { message: 'quota' }),
  );
});
