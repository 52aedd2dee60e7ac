import { z } from 'zod';

const requirementSchema = z.object({
  key: z.string(),
  operator: z.string(),
  values: z.array(z.string()).default([]),
});
const termSchema = z.object({
  matchExpressions: z.array(requirementSchema).default([]),
  matchFields: z.array(requirementSchema).default([]),
});

/** Fields of a pod's spec that restrict the nodes that it can run on. */
export const nodeSelection = {
  nodeSelector: z.record(z.string(), z.string()).default({}),
  affinity: z
    .object({
      nodeAffinity: z
        .object({
          requiredDuringSchedulingIgnoredDuringExecution: z
            .object({ nodeSelectorTerms: z.array(termSchema).default([]) })
            .optional(),
        })
        .optional(),
    })
    .optional(),
};

const selectionSchema = z.object(nodeSelection);

/** Labels and expressions that a node must match, as text; undefined if any node does. */
export function nodeSelectorOf({
  nodeSelector,
  affinity,
}: z.infer<typeof selectionSchema>): string | undefined {
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? [];
  const alternatives = terms.map(({ matchExpressions, matchFields }) =>
    [...matchExpressions, ...matchFields].map(requirementText).join(', '),
  );
  const text = [
    ...Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`),
    ...(alternatives.length ? [alternatives.join(' | ')] : []),
  ].join(', ');
  return text || undefined;
}

/** A requirement as `kubectl get --selector` has it. */
function requirementText({
  key,
  operator,
  values,
}: z.infer<typeof requirementSchema>): string {
  switch (operator) {
    case 'In':
      return values.length === 1
        ? `${key}=${values[0]}`
        : `${key} in (${values.join(', ')})`;
    case 'NotIn':
      return `${key} notin (${values.join(', ')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Gt':
      return `${key} > ${values[0]}`;
    case 'Lt':
      return `${key} < ${values[0]}`;
    default:
      return `${key} ${operator} ${values.join(', ')}`;
  }
}
