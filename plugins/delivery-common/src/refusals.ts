import { z } from 'zod';
import { codedMessage, codedMessageSchema } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason for which the portal refuses an action, and the English sentence
 * of each. `{{name}}` stands for a value of the refusal. A page in another language
 * translates by code and fills in the same values. Modules add codes of their own
 * with their guards.
 * @public
 */
export const refusalSentences = {
  // Any action
  forbidden:
    'You need the permission {{permission}} on {{target}}. Ask an administrator of the portal for it',
  reasonMissing: 'Give a reason: it is recorded in the audit log',
  serverRefused: '{{message}}',
  // Objects to apply or delete
  kindNotAllowed:
    "{{kind}} of '{{apiVersion}}' is not among the kinds that delivery.apply.kinds allows. Use another kind, or ask an administrator of the portal to add it",
  kindNotServed:
    "Cluster '{{cluster}}' does not serve a namespaced kind {{kind}} in '{{apiVersion}}'. Correct the kind or apiVersion, or install the operator that defines it",
  namespaceNotInEnvironment:
    "Namespace '{{namespace}}' is not one of environment '{{environment}}'. Use one of its namespaces, or add this one to delivery.environments",
  generatedKeysInvalid:
    "The annotation {{annotation}} lists the keys that get a generated value, comma-separated, at most {{most}}. '{{value}}' is not valid",
  generatedTypeNotOpaque:
    "A Secret with generated values must have the type Opaque, not '{{type}}'",
  generatedSecretHasField:
    "A Secret with the annotation {{annotation}} has generated values only. Remove '{{field}}', and put other values into a ConfigMap",
  secretExists:
    'The Secret {{namespace}}/{{name}} exists already, and the portal did not create it for this service. Use another name',
  kindUnchecked:
    "The portal does not know which objects {{kind}} in '{{apiVersion}}' refers to. To allow it without checks, add {{kind}} to {{setting}}",
  fieldNotAllowed:
    '{{field}} is not allowed, because it affects objects or nodes that do not belong to the service. Remove it',
  podSecurityViolated:
    "{{field}} violates the Pod Security Standard 'baseline' ({{control}}). Remove it or set an allowed value",
  annotationNotAllowed:
    'The annotation {{annotation}} is not allowed, because a controller may act on it. Remove it, or add it to {{setting}}',
  markOfOther:
    "{{field}} is '{{value}}', which does not name {{entityRef}}. Remove it or correct it",
  nameReserved:
    "The name '{{name}}' is reserved for the service whose id it contains: {{setting}} has '{{pattern}}'. Use another name",
  referenceNotOwn:
    '{{field}} refers to {{kind}} {{namespace}}/{{name}}, and nothing proves that it belongs to {{entityRef}}. Apply it in the same request, mark it with the label or annotation of the service, or add it to {{setting}}',
  secretNotOwn:
    '{{field}} refers to Secret {{namespace}}/{{name}}, and nothing proves that it belongs to {{entityRef}}. The portal cannot read Secrets. Let the portal generate it in the same request, or add it to {{setting}}',
  selectorTooBroad:
    '{{field}} can select the pods of every service in the namespace. Require a value of a label, such as {{label}}',
  selectorOfOther:
    '{{field}} also selects the pods of {{other}}, which does not belong to {{entityRef}}. Select by a label that only pods of the service have',
  selectorNotOwn:
    '{{field}} selects no pods that belong to {{entityRef}}. Apply their workload in the same request, or select by the label {{label}}',
  podLabelsOfOther:
    'The labels of the pods match the selector of {{kind}} {{name}}, which does not belong to {{entityRef}}. Change the labels',
  hostNotAllowed:
    "{{field}}: services may not use the host '{{host}}'. Use another host, or add it to {{setting}}",
  hostOfOther:
    "The host '{{host}}' is used by {{kind}} {{namespace}}/{{name}}, which does not belong to {{entityRef}}. Use another host",
  clusterNotSynced:
    "The portal cannot read cluster '{{cluster}}' now, so it cannot check whether the objects of other services are affected. Try again later",
  environmentRequiresPermission:
    "Environment '{{environment}}' can be changed directly only with the permission {{permission}}, which you do not have on {{target}}. Deploy with the pipeline, or ask someone who can approve",
  environmentRequiresSubmitter:
    "Environment '{{environment}}' can be changed directly only by {{submitters}}. Deploy with the pipeline, or ask one of them",
  ownerNotDeclared:
    'The manifest does not name {{entityRef}} as its owner. Add the {{type}} {{name}}: {{value}}',
  namespaceOfOther:
    "Namespace '{{namespace}}' belongs to {{owners}}, as delivery.ownership.namespaces of the portal's configuration says. Use another namespace",
  nameTaken: 'An object with this name exists already. Use another name',
  ownedByOther:
    'The existing object belongs to {{owners}}. Use another name, or ask its owner to change it',
  ownerContested:
    "{{owners}} also claims the id '{{id}}' of the existing object, and nothing shows which entity owns it. Set the annotation {{annotation}} on the object to the entity that owns it",
  ownerNotProven:
    'The existing object does not name its owner. Add the {{type}} {{name}}: {{value}} to the object if it belongs to {{entityRef}}',
  managedByOther:
    '{{manager}} manages the existing object and would revert this change. Make the change in {{manager}}',
  listRefused:
    'The objects to delete cannot be listed, so nothing is applied: {{message}}. Grant the portal the right to list them, or apply without prune',
  // Rollouts
  rolloutActionUnsupported: '{{kind}} does not support this action',
  rolloutComplete: 'The rollout is complete',
  rolloutAborted: 'The rollout is aborted. Retry it, or deploy another version',
  rolloutNotAborted: 'The rollout is not aborted',
  rolloutNotWaiting: 'The rollout does not wait for approval',
  rolloutPaused: '{{kind}} {{name}} is paused. Resume it first',
  rolloutNotPaused: '{{kind}} {{name}} is not paused',
  // Pipelines and runs
  pipelineDisabled:
    '{{pipeline}} is disabled in the CI server. Enable it there',
  parameterUnknown:
    "The pipeline has no parameter '{{name}}'. Its parameters: {{known}}",
  parameterUnsupported:
    "The parameter '{{name}}' ({{kind}}) can only be set in the CI server",
  parameterNotBoolean: "The parameter '{{name}}' must be true or false",
  parameterNotText: "The parameter '{{name}}' must be a string",
  parameterNotChoice: "The parameter '{{name}}' must be one of {{choices}}",
  runFinished: '{{run}} has finished: {{outcome}}',
  stageNotRestartable:
    "{{run}} cannot be restarted from '{{stage}}'. It can be restarted from {{stages}}",
  noRestartableStage:
    '{{run}} has no stage from which it can be restarted. Start a new run',
  inputNotPending:
    "{{run}} no longer waits for input '{{input}}'. It may have been answered",
  notSubmitter:
    "Only submitters of the pipeline can answer '{{input}}': {{submitters}}",
  restartNeedsPermission:
    "Restarting {{run}} from '{{stage}}' skips an input of an earlier stage. You need the permission {{permission}} to answer it",
  restartNotSubmitter:
    "Restarting {{run}} from '{{stage}}' skips the input '{{input}}'. Only its submitters can do this: {{submitters}}",
  jobNotOwned: '{{message}}',
  jobAnnotationInvalid: '{{message}}',
  jobNotNamed:
    '{{entityRef}} names no job to create. Add one of these annotations to its catalog file: {{annotations}}',
  severalJobsNamed:
    '{{entityRef}} names several jobs: {{jobs}}. Name one job only, then create the pipeline',
  pipelineCreationUnsupported:
    "The portal cannot create pipelines in {{provider}}. Create '{{job}}' there",
  sourceLocationMissing:
    '{{entityRef}} does not name its repository. Add the annotation {{annotation}} with url: and the address of the repository',
  repositoryNotOwn:
    'A pipeline of {{entityRef}} must build its own repository: {{annotation}} points to {{source}}, not {{repository}}. Correct the annotation, or name its own repository',
  catalogFileElsewhere:
    'The catalog read {{entityRef}} from {{location}}, which is not in {{repository}}. Register it with a catalog file in its own repository',
} as const;

/** Reason for which the portal refuses an action; a key of {@link refusalSentences}. @public */
export type RefusalCode = keyof typeof refusalSentences;

/** Why an action, or one object of it, is refused. @public */
export const refusalSchema = codedMessageSchema.extend({
  /** Kind, namespace and name of the object that is refused, where it is one of several */
  object: z.string().optional(),
});

/** Why an action, or one object of it, is refused. @public */
export type Refusal = z.infer<typeof refusalSchema>;

/**
 * A refusal with the English sentence of its code.
 *
 * @param cause - problem whose sentence is the value `message`
 * @public
 */
export function refusal(
  code: RefusalCode,
  values: Refusal['values'] = {},
  cause?: CodedMessage,
): Refusal {
  return codedMessage(refusalSentences, code, values, cause);
}

/**
 * Every outcome of an action that needs a sentence, and its English sentence; see
 * {@link refusalSentences}.
 * @public
 */
export const outcomeSentences = {
  failed: '{{message}}',
  noAnswer:
    'It is not known yet whether the action was done. The portal checks this and shows the result. Reason: {{message}}',
  notObserved: 'The portal cannot check what happened: {{message}}',
  outcomeUnknown:
    'The portal could not find out what happened. Check {{where}}',
  queued: 'In the queue: {{reason}}',
  removedFromQueue: 'Removed from the queue before it started',
  queueItemForgotten:
    'The CI server no longer knows the queued run. Check {{where}}',
  pipelineCreated:
    "Created job {{job}} in {{provider}} '{{server}}'. To undo, delete it there",
  pipelineExists: "Job {{job}} already existed in {{provider}} '{{server}}'",
  pipelineNotCreated: "{{provider}} '{{server}}' has no job {{job}}",
  runStillRunning: '{{run}} is still running',
  runNotKept: '{{run}} was not changed',
  inputStillPending: "{{run}} still waits for input '{{input}}'",
  objectRefused:
    '{{object}} was refused: {{message}}. Already applied, and not rolled back: {{applied}}. Already deleted: {{deleted}}',
  objectChanged:
    '{{object}} was not deleted, because it changed after the plan was made. Try again. {{message}}. Already applied, and not rolled back: {{applied}}. Already deleted: {{deleted}}',
  partlyApplied:
    'Applied or deleted: {{done}}. Not applied or deleted: {{missing}}',
} as const;

/** Outcome of an action that needs a sentence; a key of {@link outcomeSentences}. @public */
export type OutcomeCode = keyof typeof outcomeSentences;

/**
 * An outcome with the English sentence of its code.
 *
 * @param cause - problem whose sentence is the value `message`
 * @public
 */
export function outcomeMessage(
  code: OutcomeCode,
  values: CodedMessage['values'] = {},
  cause?: CodedMessage,
): CodedMessage {
  return codedMessage(outcomeSentences, code, values, cause);
}
