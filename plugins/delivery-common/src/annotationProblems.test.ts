import { annotationProblems } from './annotationProblems';
import { requestProblem } from './requestProblems';

it.each([
  [
    'backstage.io/kubernetes-id',
    'harbour/orders',
    requestProblem('labelValueInvalid', { value: 'harbour/orders' }),
  ],
  [
    'backstage.io/kubernetes-label-selector',
    'app in',
    requestProblem('labelSelectorInvalid', {
      selector: 'app in',
      part: 'app in',
    }),
  ],
  [
    'backstage.io/kubernetes-namespace',
    'Dev',
    requestProblem('namespaceNameInvalid', { value: 'Dev' }),
  ],
  [
    'backstage.io/kubernetes-cluster',
    'a,b',
    requestProblem('clusterNameInvalid', { value: 'a,b' }),
  ],
  [
    'jenkins.io/job-full-name',
    'main:',
    requestProblem('jobNameEmpty', { value: 'main:' }),
  ],
])('has a code for an invalid %s', (annotation, value, problem) => {
  expect(annotationProblems({ [annotation]: value })).toEqual([
    { annotation, problem },
  ]);
});

it('accepts valid annotations', () => {
  expect(
    annotationProblems({
      'backstage.io/kubernetes-id': 'orders',
      'jenkins.io/job-full-name': 'main:harbour/orders, other',
    }),
  ).toEqual([]);
});
