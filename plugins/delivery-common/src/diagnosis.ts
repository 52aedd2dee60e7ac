import { z } from 'zod';
import { findingPhrases, findingTexts } from './findingTexts';

/** A rule of the diagnosis; a key of {@link findingTexts}. @public */
export type FindingRule = keyof typeof findingTexts;

/** A rule of the diagnosis; a key of {@link findingTexts}. @public */
export const findingRuleSchema = z.enum(
  Object.keys(findingTexts) as [FindingRule, ...FindingRule[]],
);

/** A phrase of a finding's details; a key of {@link findingPhrases}. @public */
export type FindingPhrase = keyof typeof findingPhrases;

/** A phrase of a finding's details; a key of {@link findingPhrases}. @public */
export const findingPhraseSchema = z.enum(
  Object.keys(findingPhrases) as [FindingPhrase, ...FindingPhrase[]],
);

/**
 * Severity of a finding. `critical` prevents pods from running or serving,
 * `warning` may do so, `info` does not.
 *
 * @public
 */
export const findingSeveritySchema = z.enum(['critical', 'warning', 'info']);

/** Severity of a finding; see {@link findingSeveritySchema}. @public */
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/**
 * How certain it is that a finding is the cause of the problem. `certain`:
 * Kubernetes itself reports the cause. `likely`: it follows from several facts.
 * `possible`: a fact that may be related.
 *
 * @public
 */
export const findingCertaintySchema = z.enum(['certain', 'likely', 'possible']);

/** Certainty of a finding; see {@link findingCertaintySchema}. @public */
export type FindingCertainty = z.infer<typeof findingCertaintySchema>;

/** Values of the placeholders of a sentence, by placeholder name. @public */
export const findingValuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number()]),
);

/** Values of the placeholders of a sentence, by placeholder name. @public */
export type FindingValues = z.infer<typeof findingValuesSchema>;

/** A fact that supports a finding: the value of a field of an object. @public */
export const evidenceSchema = z.object({
  /** Kubernetes kind of the object */
  kind: z.string(),
  /** Namespace of the object; empty for a cluster-scoped object such as a node */
  namespace: z.string(),
  name: z.string(),
  /** Path of the field: `status.containerStatuses[app].state.waiting.reason` */
  field: z.string(),
  /** Value of the field, without credentials, truncated if it is long */
  value: z.string(),
  /** ISO time of the fact, if known */
  time: z.string().optional(),
});

/** A fact that supports a finding; see {@link evidenceSchema}. @public */
export type Evidence = z.infer<typeof evidenceSchema>;

/** A finding that is a consequence of another finding. @public */
export const symptomSchema = z.object({
  rule: findingRuleSchema,
  severity: findingSeveritySchema,
  certainty: findingCertaintySchema,
  /** The problem, in one English sentence */
  sentence: z.string(),
  /** What to try, in English */
  advice: z.string(),
  /** Values of the placeholders in the rule's sentences */
  values: findingValuesSchema,
  /** Phrases that replace `{{details}}`, in this order */
  details: z
    .array(
      z.object({ phrase: findingPhraseSchema, values: findingValuesSchema }),
    )
    .optional(),
  /** Facts that support the finding; at least one */
  evidence: z.array(evidenceSchema),
  /** ISO time at which the problem began, if known */
  since: z.string().optional(),
  /** Names of the affected pods; empty if the finding is about the workload itself */
  pods: z.array(z.string()),
});

/** A finding that is a consequence of another finding. @public */
export type Symptom = z.infer<typeof symptomSchema>;

/**
 * A problem of a workload, with the facts that support it, what to try, and the
 * symptoms that follow from it.
 *
 * @public
 */
export const findingSchema = symptomSchema.extend({
  symptoms: z.array(symptomSchema),
});

/** A problem of a workload; see {@link findingSchema}. @public */
export type Finding = z.infer<typeof findingSchema>;

/** The result of a rule before {@link finding} adds the English text. @public */
export type Observation = Omit<Symptom, 'sentence' | 'advice' | 'values'> & {
  /** Values of the placeholders in the rule's sentences; none by default */
  values?: FindingValues;
};

/** The most severe finding that is not only information; undefined if there is none. @public */
export function worstFinding<T extends { severity: FindingSeverity }>(
  findings: readonly T[],
): T | undefined {
  return (
    findings.find(({ severity }) => severity === 'critical') ??
    findings.find(({ severity }) => severity === 'warning')
  );
}

/** Makes a finding of an observation by adding the English text. @public */
export function finding(observation: Observation): Finding {
  const { rule, severity, certainty, details, values = {} } = observation;
  const { evidence, since, pods } = observation;
  const { sentence, advice } = findingTexts[rule];
  const all: FindingValues = {
    ...values,
    ...(details && {
      details: details
        .map(d => fill(findingPhrases[d.phrase], d.values))
        .join(', '),
    }),
  };
  return {
    rule,
    severity,
    certainty,
    sentence: fill(sentence, all),
    advice: fill(advice, all),
    values,
    ...(details && { details }),
    evidence,
    ...(since !== undefined && { since }),
    pods,
    symptoms: [],
  };
}

function fill(text: string, values: FindingValues): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) =>
    String(values[name] ?? ''),
  );
}
