import { codedMessage } from './codedMessage';
import type { CodedMessage } from './codedMessage';

/**
 * Every reason why pipelines, their runs, reports and commits cannot be read, and the
 * English sentence of each; part of {@link problemSentences}. A `target` is the name of
 * an object of the CI server, such as `harbour/orders #7`. An `answer` or `reason` is a
 * quotation from another system.
 * @public
 */
export const pipelineProblemSentences = {
  // Ownership of jobs
  jobContested:
    "{{entityRef}} and {{owners}} both claim job '{{job}}', and nothing shows which of them owns it. Remove the job annotation from the entity that does not own it, or bind the job to one of them in delivery.ownership.jobs of the portal's configuration",
  jobOfOther:
    "Job '{{job}}' belongs to {{owners}}, not to {{entityRef}}. Remove the job annotation from {{entityRef}}",
  jobOfOtherRepository:
    "Job '{{job}}' builds {{repositories}}, but the catalog file of {{entityRef}} is in {{source}}. Name a job that builds this repository, or bind the job to the entity in delivery.ownership.jobs of the portal's configuration",
  jobNotProven:
    "Nothing proves that job '{{job}}' belongs to {{entityRef}}: the CI server does not report one repository that it builds. Run the job once, or bind it to the entity in delivery.ownership.jobs of the portal's configuration",
  jobIsFolder:
    "'{{job}}' is a folder, which proves nothing and allows no action. Name the job itself in the catalog file",
  // Requests to Jenkins
  jenkinsUnreachable:
    "Jenkins '{{server}}' is unreachable at {{url}}: {{reason}}. Check that it is running and that its baseUrl is right",
  jenkinsTimeout:
    "Jenkins '{{server}}' did not answer the request for '{{target}}' within {{seconds}} s. Check its load",
  jenkinsWriteTimeout:
    "Jenkins '{{server}}' did not answer the request for '{{target}}' within {{seconds}} s. It is not known whether the change was made. Check it in Jenkins",
  jenkinsRedirected:
    "Jenkins '{{server}}' redirected the request for '{{target}}' to a URL outside its baseUrl. Redirects to other URLs are not followed. Set the baseUrl to the server's actual URL",
  jenkinsSignInRequired:
    "A sign-in page answered the request for '{{target}}' to Jenkins '{{server}}'. Let the portal's requests pass the single sign-on or proxy in front of Jenkins, or set the baseUrl to an address behind it",
  jenkinsWriteRedirected:
    "Jenkins '{{server}}' redirected the request to change '{{target}}' to {{location}}. It is not known whether the change was made. Check it in Jenkins, and set the baseUrl to the server's actual URL",
  jenkinsNotJson:
    "Jenkins '{{server}}' sent an invalid response to the request for '{{target}}': it is not JSON (content type: {{contentType}}). Check whether a proxy answers for Jenkins",
  jenkinsResponseTooLarge:
    "Jenkins '{{server}}' sent an invalid response to the request for '{{target}}': it is larger than {{limit}}",
  jenkinsResponseUnexpected:
    "Jenkins '{{server}}' sent an invalid response to the request for '{{target}}': {{reason}}",
  jenkinsCredentialsRejected:
    "Jenkins '{{server}}' rejected the credentials of the user '{{username}}' in the request for '{{target}}'. Check the username, and whether the API token was revoked",
  jenkinsCredentialsMissing:
    "Jenkins '{{server}}' requires credentials for '{{target}}'. Configure the username and apiKey of the server",
  jenkinsReadForbidden:
    "Jenkins '{{server}}' does not allow the user '{{username}}' to read '{{target}}'. Grant the permission {{permission}} in Jenkins, or configure another user and API token",
  jenkinsChangeForbidden:
    "Jenkins '{{server}}' does not allow the user '{{username}}' to change '{{target}}'. Grant the permission {{permission}} in Jenkins, or configure another user and API token",
  jenkinsCreateForbidden:
    "Jenkins '{{server}}' does not allow the user '{{username}}' to create '{{target}}'. Grant the permission {{permission}} in Jenkins, or configure another user and API token",
  jenkinsScanForbidden:
    "Jenkins '{{server}}' does not allow the user '{{username}}' to scan the branches of '{{target}}'. Grant the permission {{permission}} in Jenkins, or configure another user and API token",
  jenkinsUserNotAllowed:
    "Jenkins '{{server}}' does not allow the portal's user to change '{{target}}': {{answer}}",
  jenkinsNotFound:
    "Jenkins '{{server}}' has no '{{target}}', or the portal's user may not see it",
  jenkinsRejected:
    "Jenkins '{{server}}' rejected the request for '{{target}}': {{answer}}",
  jenkinsBusy:
    "Jenkins '{{server}}' rejected the request for '{{target}}': it is disabled or busy. Enable it in Jenkins, or try again later",
  jenkinsStarting: "Jenkins '{{server}}' is starting. The portal will retry",
  jenkinsOverloaded:
    "Jenkins '{{server}}' is overloaded or restarting ({{answer}}). Try again later",
  jenkinsUnexpectedAnswer:
    "Jenkins '{{server}}' answered the request for '{{target}}' with {{answer}}",
  // Configuration and annotations
  jenkinsServerUnknown:
    "No Jenkins server '{{server}}' is configured. Name one of the configured servers: {{servers}}",
  jenkinsServerNotNamed:
    "The annotation {{annotation}} names '{{value}}' without a server. Write one of {{choices}}, or configure a server with the name '{{defaultServer}}'",
  jenkinsNotConfigured:
    'The annotation {{annotation}} names a job, but no Jenkins server is configured. Configure jenkins.instances',
  jenkinsJobNameInvalid:
    "The annotation {{annotation}} has the value '{{value}}', which is not the name of a job. Write the full name, such as 'folder/job'",
  // Actions
  jenkinsRunNotKept:
    "Jenkins '{{server}}' did not mark '{{target}}' to be kept. Try again, or keep it in Jenkins",
  jenkinsRunStillKept:
    "Jenkins '{{server}}' still keeps '{{target}}', because something else in Jenkins requires it",
  jenkinsQueueItemMissing:
    "Jenkins '{{server}}' accepted the request to run '{{target}}' but did not return a queue item. Check the pipeline in Jenkins",
  jenkinsNotRestarted:
    "Jenkins '{{server}}' did not restart '{{target}}' from stage '{{stage}}': {{answer}}",
  rebuildSecretParameter:
    "Cannot rebuild '{{target}}': it has the secret parameter '{{name}}', which Jenkins does not expose. Start a new run and enter the value",
  rebuildParameterUnsupported:
    "Cannot rebuild '{{target}}': the parameter '{{name}}' can only be set in Jenkins itself",
  // Creation of jobs
  jenkinsFolderNotAllowed:
    "Cannot create the job '{{target}}': delivery.jenkins.pipelineCreation.folders allows only the folders {{folders}}. Name a job in one of them in the service's annotation",
  jenkinsFoldersNotConfigured:
    "Cannot create the job '{{target}}': delivery.jenkins.pipelineCreation.folders is not configured. Add the folders in which the portal may create jobs",
  jenkinsNotAFolder:
    "Cannot create a job in '{{target}}' of Jenkins '{{server}}', because it is a {{kind}}. Name a job in another folder in the service's annotation",
  jenkinsJobHidden:
    "Cannot create '{{target}}' in Jenkins '{{server}}': it already exists, but the portal's user cannot see it. Grant the user the permission Job/Read",
  jenkinsNotMultibranch:
    "'{{target}}' already exists in Jenkins '{{server}}' and is not a multibranch pipeline, but a {{kind}}. Name another job in the service's annotation",
  jenkinsOtherRepository:
    "'{{target}}' already exists in Jenkins '{{server}}' and builds {{repositories}}, not {{repository}}. Name another job in the service's annotation",
  jenkinsUnknownRepository:
    "'{{target}}' already exists in Jenkins '{{server}}' and does not build {{repository}}. Name another job in the service's annotation",
  jenkinsJobsOmitted:
    "'{{target}}' has more than {{limit}} jobs or branches; the others are missing here. Discard old branches, or name a job in it in the service's annotation",
  jenkinsFoldersTooDeep:
    "The jobs in {{folders}} are missing here, because they are too many levels below '{{target}}'. Name them, or a folder nearer to them, in the service's annotation",
  jobSearchTimeout:
    "The search in Jenkins '{{server}}' for jobs that build {{repository}} timed out. Name the job in the service's annotation instead",
  // Logs, artifacts and reports
  stageNotFound:
    "The run '{{target}}' in Jenkins '{{server}}' has no such stage. Open the log of the whole run instead",
  stageLogTooLarge:
    "The log of '{{target}}' in Jenkins '{{server}}' is larger than {{limit}}. Open the log of the whole run instead",
  artifactPathInvalid: "'{{path}}' is not a valid path of an artifact",
  artifactEmpty: "The artifact '{{path}}' is empty",
  artifactTooLarge:
    "The artifact '{{path}}' is larger than {{limit}}. Download it from Jenkins itself",
  reportUnreadable: "The report '{{target}}' cannot be parsed: {{reason}}",
  xmlTooLarge:
    '{{target}}: the XML has more than {{tags}} tags, {{limit}} or {{depth}} levels, without the keywords of Robot Framework. Split the tests over several runs',
  xmlDoctype:
    '{{target}}: the XML has a document type declaration, which the portal does not read. Write the report without DOCTYPE',
  reportTooLarge:
    "The report '{{target}}' is larger than {{limit}}. Open it in Jenkins",
  robotOutputMissing:
    "Jenkins has the results of '{{target}}' but no output.xml, so messages and durations are missing. Configure the Robot Framework plugin to keep the file under this name",
  runUnreadable: "Jenkins' data about this run cannot be parsed: {{reason}}",
  // SonarQube
  sonarqubeNotConfigured:
    'The portal cannot read this SonarQube server. Configure sonarqube.baseUrl and sonarqube.apiKey to see the quality gate here',
  sonarqubeUnreadable: 'SonarQube cannot be read: {{reason}}',
  sonarqubeTooLarge:
    "SonarQube's answer for {{path}} is larger than {{limit}}. Check whether a proxy answers for it",
  sonarqubeUnexpectedStatus:
    'SonarQube cannot be read: it answered {{status}} to {{path}}',
  sonarqubeAnalysisIncomplete:
    'SonarQube did not complete the analysis: {{answer}}',
  sonarqubeNewestAnalysis:
    'Jenkins does not report which analysis belongs to the run, so this is the newest one',
  // Pipelines and runs of a service
  pipelineNotFound:
    "{{entityRef}} has no pipeline '{{id}}'. It may have been deleted",
  runIdInvalid: "'{{id}}' is not the id of a run",
  runWithoutTests: 'Run {{number}} has no tests',
  artifactNotFound: "Run {{number}} has no artifact '{{path}}'",
  // Commits
  commitOrderUnread:
    'The order of commits is taken from runs and releases, because the repository cannot be read',
  repositoryUnknown:
    'The order of commits is taken from runs and releases, because the repository is unknown. Set the annotation {{annotation}}',
  scmNotConfigured:
    "No integration is configured for repositories of {{host}}. Add one under 'integrations' (gitea, github or gitlab)",
  repositoryNotFound:
    "The repository {{repository}} does not exist, or the credentials of the portal's integration may not read it. Check its address, and grant the credentials read access",
  repositoryForbidden:
    "The credentials of the portal's integration may not read {{repository}}: {{status}}. Grant them read access",
  commitsUnexpectedStatus:
    'Cannot read commits: {{host}} responded with status {{status}}',
  commitsNotJson: 'Cannot read commits: {{host}} did not respond with JSON',
  commitsUnreachable: 'Cannot read commits from {{host}}: {{reason}}',
  commitsUnreadable:
    'Cannot read commits, because the response is not valid: {{reason}}',
  // The commit of a deployed workload
  revisionNamesOtherCommit:
    'The revision annotation names commit {{second}}, not {{first}}',
  digestNamesOtherCommit:
    'The image digest belongs to commit {{second}}, not {{first}}',
  tagNamesOtherCommit: 'The image tag names commit {{second}}, not {{first}}',
} as const;

/** Reason why pipelines cannot be read; a key of {@link pipelineProblemSentences}. @public */
export type PipelineProblemCode = keyof typeof pipelineProblemSentences;

/** A reason why pipelines cannot be read, with its English sentence. @public */
export function pipelineProblem(
  code: PipelineProblemCode,
  values: CodedMessage['values'] = {},
): CodedMessage {
  return codedMessage(pipelineProblemSentences, code, values);
}
