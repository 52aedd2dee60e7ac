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
 * What a finding means for the service: `critical` keeps pods from running or
 * serving, `warning` may, `info` is good to know.
 * @public
 */
export const findingSeveritySchema = z.enum(['critical', 'warning', 'info']);

/** What a finding means; see {@link findingSeveritySchema}. @public */
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/**
 * How sure it is that a finding is what is wrong: `certain` is what Kubernetes
 * itself said of its own cause, `likely` follows from several facts, `possible`
 * is a fact that may have to do with it.
 * @public
 */
export const findingCertaintySchema = z.enum(['certain', 'likely', 'possible']);

/** How sure it is; see {@link findingCertaintySchema}. @public */
export type FindingCertainty = z.infer<typeof findingCertaintySchema>;

/** What the places of a sentence are filled with. @public */
export const findingValuesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number()]),
);

/** What the places of a sentence are filled with. @public */
export type FindingValues = z.infer<typeof findingValuesSchema>;

/** A fact that a finding rests on: what a field of an object said. @public */
export const evidenceSchema = z.object({
  /** Of the object, as Kubernetes names it */
  kind: z.string(),
  /** Empty for an object without one, such as a node */
  namespace: z.string(),
  name: z.string(),
  /** Path of the field: `status.containerStatuses[app].state.waiting.reason` */
  field: z.string(),
  /** As it was there, without credentials, cut where it is long */
  value: z.string(),
  /** ISO time of the fact, where one is known */
  time: z.string().optional(),
});

/** A fact that a finding rests on; see {@link evidenceSchema}. @public */
export type Evidence = z.infer<typeof evidenceSchema>;

/** A finding that is the consequence of another. @public */
export const symptomSchema = z.object({
  rule: findingRuleSchema,
  severity: findingSeveritySchema,
  certainty: findingCertaintySchema,
  /** What is wrong, in one English sentence */
  sentence: z.string(),
  /** What to try, in English */
  advice: z.string(),
  /** What the sentences of this rule are filled with */
  values: findingValuesSchema,
  /** What `{{details}}` is filled with, in this order */
  details: z
    .array(
      z.object({ phrase: findingPhraseSchema, values: findingValuesSchema }),
    )
    .optional(),
  /** At least one */
  evidence: z.array(evidenceSchema),
  /** ISO time since when, where one is known */
  since: z.string().optional(),
  /** Names of the pods concerned; none where it is about the workload */
  pods: z.array(z.string()),
});

/** A finding that is the consequence of another. @public */
export type Symptom = z.infer<typeof symptomSchema>;

/**
 * Something that is wrong with a workload: what, on which facts that rests and
 * what to try; with what follows from it.
 * @public
 */
export const findingSchema = symptomSchema.extend({
  symptoms: z.array(symptomSchema),
});

/** Something that is wrong with a workload; see {@link findingSchema}. @public */
export type Finding = z.infer<typeof findingSchema>;

/** What a rule found, before it is put into words. @public */
export type Observation = Omit<Symptom, 'sentence' | 'advice' | 'values'> & {
  /** What the sentences of this rule are filled with; none by default */
  values?: FindingValues;
};

/** An observation in English words. @public */
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
