import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
} from './annotations';
import type { CodedMessage } from './codedMessage';
import { parseLabelSelector } from './labelSelector';
import { problemOf } from './problem';
import { requestProblem } from './requestProblems';

/** Problem with an annotation of an entity. @public */
export interface AnnotationProblem {
  /** Key of the annotation */
  annotation: string;
  /** The invalid value and how to correct it */
  problem: CodedMessage;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const JENKINS_JOB = 'jenkins.io/job-full-name';

const rules: Record<string, (value: string) => CodedMessage | undefined> = {
  [KUBERNETES_ID]: value =>
    LABEL_VALUE.test(value)
      ? undefined
      : requestProblem('labelValueInvalid', { value }),
  [KUBERNETES_LABEL_SELECTOR]: value => {
    try {
      parseLabelSelector(value);
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  },
  [KUBERNETES_NAMESPACE]: value =>
    DNS_LABEL.test(value)
      ? undefined
      : requestProblem('namespaceNameInvalid', { value }),
  [KUBERNETES_CLUSTER]: value =>
    value.trim() && !value.includes(',')
      ? undefined
      : requestProblem('clusterNameInvalid', { value }),
  [JENKINS_JOB]: value =>
    value.split(',').every(job => job.trim().replace(/^[^:/]*:/, ''))
      ? undefined
      : requestProblem('jobNameEmpty', { value }),
};

/**
 * Checks the format of the annotations that link an entity to its workloads and
 * pipelines. Missing annotations are valid. Does not check whether the workloads
 * or jobs exist.
 * @public
 */
export function annotationProblems(
  annotations: Record<string, string>,
): AnnotationProblem[] {
  return Object.entries(rules).flatMap(([annotation, check]) => {
    const value = annotations[annotation];
    const problem = value === undefined ? undefined : check(value);
    return problem ? [{ annotation, problem }] : [];
  });
}
