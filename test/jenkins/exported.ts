import type {
  EmulatedBuild,
  EmulatedInput,
  EmulatedItem,
  EmulatedParameter,
  QueueItem,
} from './model.ts';
import type { Exported } from './tree.ts';

const itemClasses: Record<EmulatedItem['kind'], string> = {
  folder: 'com.cloudbees.hudson.plugins.folder.Folder',
  organization: 'jenkins.branch.OrganizationFolder',
  multibranch:
    'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
  freestyle: 'hudson.model.FreeStyleProject',
  matrix: 'hudson.matrix.MatrixProject',
  multijob: 'com.tikal.jenkins.plugins.multijob.MultiJobProject',
};

const buildClasses: Record<EmulatedItem['kind'], string> = {
  folder: '',
  organization: '',
  multibranch: '',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
  freestyle: 'hudson.model.FreeStyleBuild',
  matrix: 'hudson.matrix.MatrixBuild',
  multijob: 'com.tikal.jenkins.plugins.multijob.MultiJobBuild',
};

const folders = ['folder', 'organization', 'multibranch'];

/** Location of an item. */
export interface Placed {
  item: EmulatedItem;
  fullName: string;
  /** URL with a trailing slash */
  url: string;
}

/** Whether an item contains items instead of builds. */
export function isFolder({ kind }: EmulatedItem): boolean {
  return folders.includes(kind);
}

/** Items in an item, with their locations. */
export function childOf({ fullName, url }: Placed, item: EmulatedItem): Placed {
  return {
    item,
    fullName: fullName ? `${fullName}/${item.name}` : item.name,
    url: `${url}job/${encodeURIComponent(item.name)}/`,
  };
}

/** An item in the format of Jenkins' API. */
export function exportedItem(placed: Placed, queue: QueueItem[]): Exported {
  const { item, fullName, url } = placed;
  const common: Exported = {
    _class: itemClasses[item.kind],
    name: item.name,
    fullName,
    displayName: decoded(item.name),
    description: item.description ?? null,
    url,
    actions: [],
  };
  if (isFolder(item)) {
    return {
      ...common,
      jobs: () =>
        item.items.map(child => exportedItem(childOf(placed, child), queue)),
      primaryView: { _class: 'hudson.model.AllView', name: 'all', url },
    };
  }
  const waiting = queue.find(
    each => each.fullName === fullName && !each.executable && !each.isCancelled,
  );
  const builds = (count: number) =>
    item.builds.slice(0, count).map(build => exportedBuild(placed, build));
  const first = (isWanted: (build: EmulatedBuild) => boolean) => () => {
    const found = item.builds.find(isWanted);
    return found ? exportedBuild(placed, found) : null;
  };
  return {
    ...common,
    buildable: !item.isDisabled,
    disabled: item.isDisabled ?? false,
    color: colorOf(item),
    inQueue: waiting !== undefined,
    queueItem: waiting ? exportedQueueItem(waiting, url) : null,
    nextBuildNumber: (item.builds.at(0)?.number ?? 0) + 1,
    builds: () => builds(100),
    allBuilds: () => builds(Infinity),
    lastBuild: first(() => true),
    lastCompletedBuild: first(({ result }) => result !== null),
    lastSuccessfulBuild: first(({ result }) => result === 'SUCCESS'),
    lastFailedBuild: first(({ result }) => result === 'FAILURE'),
    property: () => [
      { _class: 'jenkins.model.BuildDiscarderProperty' },
      ...(item.parameters?.length
        ? [
            {
              _class: 'hudson.model.ParametersDefinitionProperty',
              parameterDefinitions: item.parameters.map(exportedParameter),
            },
          ]
        : []),
    ],
  };
}

/** Commit of the shared library of the pipelines; it is not a commit of the service. */
const sharedLibrary = {
  hash: '51b7a7e0'.padEnd(40, '0'),
  url: 'https://git.harbour.example/platform/pipeline-library.git',
};

/** A build in the format of Jenkins' API. */
export function exportedBuild(
  { item, fullName, url }: Placed,
  build: EmulatedBuild,
): Exported {
  const { number, revision, tests, sonarqube, inputs } = build;
  const isPipeline = item.kind === 'pipeline';
  const changeSet = {
    _class: 'hudson.plugins.git.GitChangeSetList',
    kind: 'git',
    items: build.changes.map(change => ({
      _class: 'hudson.plugins.git.GitChangeSet',
      commitId: change.commitId,
      id: change.commitId,
      msg: change.message,
      comment: `${change.message}\n`,
      timestamp: change.timestamp,
      date: new Date(change.timestamp).toISOString(),
      author: { fullName: change.author, absoluteUrl: null },
      authorEmail: change.email,
      affectedPaths: change.paths,
      paths: change.paths.map(file => ({ editType: 'edit', file })),
    })),
  };
  return {
    _class: buildClasses[item.kind],
    number,
    id: String(number),
    url: `${url}${number}/`,
    displayName: build.displayName ?? `#${number}`,
    fullDisplayName: `${fullName.split('/').map(decoded).join(' » ')} #${number}`,
    description: build.description ?? null,
    result: build.result,
    building: build.result === null,
    inProgress: build.result === null,
    timestamp: build.timestamp,
    duration: build.duration,
    estimatedDuration: build.estimatedDuration,
    keepLog: build.keepLog,
    queueId: build.queueId,
    builtOn: '',
    actions: () => [
      { _class: 'hudson.model.CauseAction', causes: build.causes },
      ...(build.parameters.length
        ? [
            {
              _class: 'hudson.model.ParametersAction',
              parameters: build.parameters.map(parameter => ({
                _class: parameter.isSecret
                  ? 'hudson.model.PasswordParameterValue'
                  : `hudson.model.${typeof parameter.value === 'boolean' ? 'Boolean' : 'String'}ParameterValue`,
                name: parameter.name,
                ...(!parameter.isSecret && { value: parameter.value }),
              })),
            },
          ]
        : []),
      {},
      ...(revision && isPipeline
        ? [
            {
              _class: 'hudson.plugins.git.util.BuildData',
              lastBuiltRevision: {
                SHA1: sharedLibrary.hash,
                branch: [{ SHA1: sharedLibrary.hash, name: 'main' }],
              },
              remoteUrls: [sharedLibrary.url],
            },
          ]
        : []),
      ...(revision
        ? [
            {
              _class: 'hudson.plugins.git.util.BuildData',
              lastBuiltRevision: {
                SHA1: revision.hash,
                branch: [{ SHA1: revision.hash, name: revision.branch }],
              },
              remoteUrls: [revision.remoteUrl],
            },
          ]
        : []),
      null,
      ...(tests
        ? [
            {
              _class: 'hudson.tasks.junit.TestResultAction',
              failCount: tests.filter(isFailed).length,
              skipCount: tests.filter(t => t.status === 'SKIPPED').length,
              totalCount: tests.length,
              urlName: 'testReport',
            },
          ]
        : []),
      ...(sonarqube
        ? [
            {
              _class: 'hudson.plugins.sonar.action.SonarAnalysisAction',
              ceTaskId: sonarqube.taskId,
              sonarqubeDashboardUrl: sonarqube.dashboard,
            },
          ]
        : []),
      ...(inputs.length
        ? [
            {
              _class:
                'org.jenkinsci.plugins.workflow.support.steps.input.InputAction',
              executions: inputs.map(exportedInput),
            },
          ]
        : []),
      ...(isPipeline
        ? [
            {},
            {
              _class:
                'org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction',
            },
          ]
        : []),
    ],
    artifacts: () =>
      build.artifacts.map(({ path }) => ({
        displayPath: path.split('/').at(-1),
        fileName: path.split('/').at(-1),
        relativePath: path,
      })),
    ...(isPipeline
      ? { changeSets: build.changes.length ? [changeSet] : [] }
      : { changeSet }),
  };
}

/** An item of the queue in the format of Jenkins' API. */
export function exportedQueueItem(item: QueueItem, jobUrl: string): Exported {
  return {
    _class: item.executable
      ? 'hudson.model.Queue$LeftItem'
      : 'hudson.model.Queue$WaitingItem',
    id: item.id,
    why: item.executable ? null : item.why,
    inQueueSince: item.since,
    cancelled: item.isCancelled,
    blocked: false,
    buildable: !item.executable,
    stuck: false,
    executable: item.executable
      ? {
          _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
          number: item.executable,
          url: `${jobUrl}${item.executable}/`,
        }
      : null,
    task: { name: decoded(item.fullName.split('/').at(-1) ?? ''), url: jobUrl },
  };
}

function exportedParameter(parameter: EmulatedParameter): Exported {
  const { type, name, description, choices } = parameter;
  const _class = `hudson.model.${type}ParameterDefinition`;
  return {
    _class,
    type: `${type}ParameterDefinition`,
    name,
    description: description ?? '',
    ...(choices && { choices }),
    defaultParameterValue:
      type === 'Password' || type === 'File'
        ? { _class: `hudson.model.${type}ParameterValue`, name }
        : {
            _class: `hudson.model.${type}ParameterValue`,
            name,
            value: parameter.default ?? choices?.[0] ?? '',
          },
  };
}

function exportedInput(input: EmulatedInput): Exported {
  return {
    _class:
      'org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution',
    id: input.id,
    displayName: input.message,
    settled: false,
    input: {
      id: input.id,
      message: input.message,
      ok: input.ok,
      cancel: 'Abort',
      submitter: input.submitter ?? null,
      parameters: input.parameters.map(exportedParameter),
    },
  };
}

/** Whether a test failed. */
export function isFailed({ status }: { status: string }): boolean {
  return status === 'FAILED' || status === 'REGRESSION';
}

function colorOf({ isDisabled, builds }: EmulatedItem): string {
  if (isDisabled) return 'disabled';
  const [last] = builds;
  if (!last) return 'notbuilt';
  const done = builds.find(({ result }) => result);
  const colors: Record<string, string> = {
    SUCCESS: 'blue',
    UNSTABLE: 'yellow',
    FAILURE: 'red',
    ABORTED: 'aborted',
  };
  return `${colors[done?.result ?? ''] ?? 'notbuilt'}${last.result ? '' : '_anime'}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
