import type { LabelSelectorRecord } from '../projection/relatedRecords';

/** Whether labels have everything that the selector of a Service asks for. */
export function hasAllLabels(
  labels: Record<string, string>,
  selector: Record<string, string>,
): boolean {
  const required = Object.entries(selector);
  return required.length > 0 && required.every(([key, v]) => labels[key] === v);
}

/** Whether a label selector matches labels. */
export function matchesSelector(
  { matchLabels, matchExpressions }: LabelSelectorRecord,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, v]) => labels[key] === v) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}
