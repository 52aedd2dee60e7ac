import { isError } from '@backstage/errors';
import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
} from './annotations';
import { parseLabelSelector } from './labelSelector';

/** Problem with an annotation of an entity. @public */
export interface AnnotationProblem {
  /** Key of the annotation */
  annotation: string;
  /** The invalid value and how to correct it */
  message: string;
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const JENKINS_JOB = 'jenkins.io/job-full-name';

const rules: Record<string, (value: string) => string | undefined> = {
  [KUBERNETES_ID]: value =>
    LABEL_VALUE.test(value)
      ? undefined
      : `'${value}' is not a valid label value, so no workload can match it. Use up to 63 letters, digits, '-', '_' and '.'`,
  [KUBERNETES_LABEL_SELECTOR]: value => {
    try {
      parseLabelSelector(value);
      return undefined;
    } catch (error) {
      return isError(error) ? error.message : String(error);
    }
  },
  [KUBERNETES_NAMESPACE]: value =>
    DNS_LABEL.test(value)
      ? undefined
      : `'${value}' is not a valid namespace name. Use lowercase letters, digits and '-'`,
  [KUBERNETES_CLUSTER]: value =>
    value.trim() && !value.includes(',')
      ? undefined
      : `'${value}' is not a valid cluster name. Enter one cluster name from the Kubernetes plugin's configuration`,
  [JENKINS_JOB]: value =>
    value.split(',').every(job => job.trim().replace(/^[^:/]*:/, ''))
      ? undefined
      : `'${value}' contains an empty job name. Write 'FOLDER/JOB' or 'INSTANCE:FOLDER/JOB', and separate several with commas`,
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
    const message = value === undefined ? undefined : check(value);
    return message === undefined ? [] : [{ annotation, message }];
  });
}
