import { codedMessage } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason why the portal rejects a request, and the English sentence of each; part
 * of {@link problemSentences}.
 * @public
 */
export const requestProblemSentences = {
  // Services
  serviceForbidden:
    'You may not see this information of {{entityRef}}. Ask an administrator of the portal for the permission {{permission}}',
  readingAllForbidden:
    'You may not see all services. Ask an administrator of the portal for the permission {{permission}}',
  entityNotFound: 'The catalog has no {{entityRef}}, or you may not see it',
  environmentUnknown:
    "There is no environment '{{environment}}'. Environments: {{environments}}",
  servicesUnread:
    'The portal is starting and has not read the services of the catalog yet. Try again in a few seconds',
  labelSelectorsDisabled:
    '{{entityRef}} selects its workloads by {{annotation}}, which delivery.labelSelectors.enabled does not allow. Set the label {{label}} on the workloads and the annotation {{label}} with the same value on the entity',
  // Annotations of an entity
  labelSelectorInvalid:
    "The label selector '{{selector}}' cannot be parsed at '{{part}}'. Use kubectl's syntax, such as 'app=orders,tier!=test'",
  labelValueInvalid:
    "'{{value}}' is not a valid label value, so no workload can match it. Use up to 63 letters, digits, '-', '_' and '.'",
  namespaceNameInvalid:
    "'{{value}}' is not a valid namespace name. Use lowercase letters, digits and '-'",
  clusterNameInvalid:
    "'{{value}}' is not a valid cluster name. Enter one cluster name from the Kubernetes plugin's configuration",
  jobNameEmpty:
    "'{{value}}' contains an empty job name. Write 'FOLDER/JOB' or 'INSTANCE:FOLDER/JOB', and separate several with commas",
  // Requests
  serviceInvalid: 'The path does not name a service: {{details}}',
  queryInvalid: 'The query parameters are not valid: {{details}}',
  cursorInvalid:
    "The cursor '{{cursor}}' is not valid. Use the nextCursor of an earlier page, or omit it to read the first page",
  streamSilent: 'no data for {{seconds}} seconds',
  topicUnknown: "There is no topic '{{topic}}'",
  tooManyCalls:
    'You have sent more than {{limit}} requests in a minute. Try again in {{seconds}} seconds. The limit is {{setting}}',
  tooManyLogReads:
    'You have read logs more than {{limit}} times in a minute. Try again in {{seconds}} seconds. The limit is {{setting}}',
  tooManyStreams:
    'You have {{limit}} live connections to the portal. Close some of its tabs, or try again in {{seconds}} seconds. The limit is {{setting}}',
  tooManyTopics:
    'Your tabs follow {{limit}} topics live. Close some of them, or try again in {{seconds}} seconds. The limit is {{setting}}',
  tooManyDownloads:
    'You have {{limit}} downloads in progress. Wait until one has finished, or try again in {{seconds}} seconds. The limit is {{setting}}',
  internalError:
    'An internal error occurred. The log of the portal has the details',
  // Manifests and revisions
  workloadNotFound:
    "{{entityRef}} has no workload with the UID '{{uid}}' in an environment that you may see. It may have been deleted or created again. Load the page again",
  revisionsInvalid:
    'The revisions in the path must be integers, such as 3/diff/4',
  revisionDeleted:
    '{{workload}} no longer has revision {{number}}. The cluster keeps {{revisions}}',
  revisionsDeleted:
    '{{workload}} no longer has revision {{number}}. The cluster keeps no revision of it',
  configForbidden:
    "You may not see the configuration of {{entityRef}} in '{{environment}}'. Ask an administrator of the portal for the permission {{permission}}",
  workloadsOfOther:
    "Workloads with the id '{{id}}' belong to {{owners}}. If they belong to {{entityRef}}, set their annotation {{annotation}} to {{entityRef}}",
  configContested:
    '{{owners}} claim {{workload}}, and nothing shows which of them owns it, so its configuration is not shown. Set its annotation {{annotation}} to the entity that owns it',
  configNotClaimed:
    '{{workload}} does not name {{entityRef}} itself, so its configuration is not shown here. Set the label {{label}} on it',
  objectDeleted: "Cluster '{{cluster}}' has no {{object}}. It was deleted",
  objectInvalid:
    "Cluster '{{cluster}}' returned an invalid object for {{object}}. Check whether a proxy changes the answers",
  objectReplaced:
    "{{object}} in cluster '{{cluster}}' was replaced by another object of the same name. Load the page again",
  kindNotReadable: 'Objects of kind {{kind}} cannot be read',
  // Actions
  actionRequestInvalid: 'The action request is not valid: {{details}}',
  actionUnknown: "There is no action '{{kind}}'. Actions: {{kinds}}",
  actionInvalid: "The action '{{kind}}' is not valid: {{details}}",
  actionTargetInvalid:
    "The action '{{kind}}' needs a target of type {{types}}, not '{{type}}'",
  targetEntityMissing:
    'target.entityRef is missing: the action needs a service',
  targetEnvironmentMissing:
    'target.environment is missing: the action needs a service in an environment',
  actionNotFound: "The audit log has no action '{{id}}'",
  actionForbidden:
    'Only the person who requested an action can read its record',
  actionFailed: 'The action failed. Check its target before you try again',
  actionUnhandled:
    "No module handles the action '{{kind}}' any more. Install the module that handled it",
  idempotencyKeyReused:
    'This idempotency key was used for a different request. Keep a key only to repeat the same request',
  draftOwnerForbidden:
    '{{entityRef}} would belong to {{owner}}, and you are not a member of it. Choose an owner that you are a member of',
  draftOwnerInvalid:
    "'{{owner}}' is not an owner. Give the entity ref of a group or user, such as group:default/weather",
  providerUnknown:
    "The portal has no pipeline provider '{{provider}}' any more. Install its module again",
  // Previews of templates
  previewRequestInvalid:
    'The body must have templateRef and values: {{details}}',
  dryRunForbidden:
    'You may not dry-run templates. Ask an administrator of the portal for the permission {{permission}}',
  nameCheckForbidden:
    'You may not create resources, so you cannot find out whether a name is taken. Ask an administrator of the portal for the permission {{permission}}',
  dryRunFailed: 'The dry run of the template failed: {{reason}}',
  // YAML
  yamlInvalid:
    '{{field}} is not valid YAML at line {{line}}, column {{column}}: {{details}}',
  yamlTooLarge:
    '{{field}} has {{number}} bytes, and the limit is {{most}}. Split it into smaller parts',
  yamlTooManyTokens:
    '{{field}} has more than {{most}} YAML tokens, such as keys, values and line breaks. Split it into smaller parts',
  yamlTooManyDocuments:
    '{{field}} has more than {{most}} YAML documents. Split it into smaller parts',
  yamlTooManyAliases:
    '{{field}} has more than {{most}} YAML anchors and aliases. Write the repeated values out',
  yamlTooDeep:
    '{{field}} has mappings and lists in more than {{most}} levels at line {{line}}. Use fewer levels',
  yamlExpansionTooLarge:
    '{{field}} has more than {{values}} values or {{bytes}} characters when each alias is replaced by its value. Use fewer aliases, or split it into smaller parts',
  yamlKeyTwice:
    "{{field}} has the key '{{key}}' twice in one mapping, again at line {{line}}. Remove one of them",
  yamlKeyNotText:
    '{{field}} has a mapping at line {{line}} with a key that is not a text, such as a list or an alias. Use texts as keys',
  yamlAliasUnknown:
    '{{field}} has the alias {{alias}} at line {{line}}, and no anchor of that name before it. Define the anchor, or put the text in quotes',
  yamlDirective:
    '{{field}} has the YAML directive {{directive}}, which is not supported. Remove the directive',
  // Manifests to apply
  documentNotObject:
    'Document {{number}} is not a Kubernetes object: {{details}}',
  documentNamespaceMissing:
    'Document {{number}}, {{object}}, has no metadata.namespace, and its environment has several namespaces. Set it',
  manifestsEmpty: 'The manifests have no object. Add at least one',
  manifestsTooMany:
    'The manifests have {{number}} objects. At most {{most}} can be applied at once. Apply them in several requests',
  manifestTwice: 'The manifests have {{object}} twice. Remove one of them',
  namespaceNotInEnvironment:
    "Namespace '{{namespace}}' is not one of environment '{{environment}}'. Use one of its namespaces, or add this one to delivery.environments",
  namespaceMissing:
    "Namespace '{{namespace}}' does not exist. Create it, or configure delivery.apply.newNamespaces so that the portal can create it",
  deletionsTooMany:
    "Apply set '{{applySet}}' has {{number}} objects that are not among the manifests, and at most {{most}} can be deleted at once. Check the manifests, or delete some of the objects with kubectl first",
} as const;

/** Reason why the portal rejects a request; a key of {@link requestProblemSentences}. @public */
export type RequestProblemCode = keyof typeof requestProblemSentences;

/** A reason why the portal rejects a request, with its English sentence. @public */
export function requestProblem(
  code: RequestProblemCode,
  values: CodedMessage['values'] = {},
): CodedMessage {
  return codedMessage(requestProblemSentences, code, values);
}
