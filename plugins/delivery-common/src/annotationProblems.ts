import { isError } from '@backstage/errors';
import {
  KUBERNETES_CLUSTER,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  KUBERNETES_NAMESPACE,
} from './annotations';
import { parseLabelSelector } from './labelSelector';

/** What is wrong with one annotation of an entity. @public */
export interface AnnotationProblem {
  /** Its key */
  annotation: string;
  /** Names the value, and what to write instead */
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
      : `'${value}' cannot be the value of a label, so no workload can carry it; use up to 63 letters, digits, '-', '_' and '.'`,
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
      : `'${value}' is no namespace's name; name one, in small letters, digits and '-'`,
  [KUBERNETES_CLUSTER]: value =>
    value.trim() && !value.includes(',')
      ? undefined
      : `'${value}' names no cluster; name one, as the portal's configuration does`,
  [JENKINS_JOB]: value =>
    value.split(',').every(job => job.trim().replace(/^[^:/]*:/, ''))
      ? undefined
      : `'${value}' names an empty job; write 'FOLDER/JOB' or 'INSTANCE:FOLDER/JOB', several with commas between them`,
};

/**
 * What is wrong with the annotations that lead from an entity to its workloads
 * and pipelines; nothing for one without them. What the clusters or Jenkins
 * would answer is not asked.
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
