import {
  isoTime,
  pipelineProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ListedJob,
  ListedPipeline,
} from '@fairway/backstage-plugin-delivery-node';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { httpAddress } from './httpAddress';
import { branchName } from './jobPath';

/** Maximum number of jobs that are listed per folder. */
const MAX_JOBS = 1_000;
/** One more than are listed, to find out whether there are more. */
const RANGE = `{0,${MAX_JOBS + 1}}`;

const ITEM =
  '_class,name,fullName,displayName,url,color,buildable,inQueue,queueItem[id,why,inQueueSince],lastBuild[number,building],actions[_class]';
// A multibranch project has a view for each kind of branch. Only the views identify tags.
const FOLDER = `${ITEM},views[name,jobs[name]]`;

/** `tree` query of a job with three levels of jobs in it. */
export const JOB_TREE = `${FOLDER},jobs[${FOLDER},jobs[${FOLDER},jobs[${ITEM}]${RANGE}]${RANGE}]${RANGE}`;

/** Value that is ignored if a plugin reports it in an unexpected form. */
function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().catch(undefined);
}

const itemSchema = z.object({
  _class: z.string().catch(''),
  name: z.string(),
  fullName: z.string().optional().catch(undefined),
  displayName: optional(z.string()),
  url: z.string().optional().catch(undefined),
  color: optional(z.string()),
  buildable: z.boolean().optional().catch(undefined),
  inQueue: z.boolean().optional().catch(undefined),
  queueItem: optional(
    z.object({
      id: z.number(),
      why: optional(z.string()),
      inQueueSince: z.number().optional().catch(undefined),
    }),
  ),
  lastBuild: optional(
    z.object({
      number: z.number().int(),
      building: z.boolean().optional().catch(undefined),
    }),
  ),
  actions: optional(
    z.array(z.object({ _class: z.string().catch('') }).nullable()),
  ),
  views: optional(
    z.array(
      z.object({
        name: optional(z.string()),
        jobs: optional(z.array(z.object({ name: optional(z.string()) }))),
      }),
    ),
  ),
});

/** A job or folder in Jenkins' API, with the jobs in it. */
export type JenkinsItem = z.infer<typeof itemSchema> & {
  jobs?: JenkinsItem[];
};

/** A job or folder in Jenkins' API, with the jobs in it. */
export const jenkinsItemSchema: z.ZodType<JenkinsItem> = z.lazy(() =>
  itemSchema.extend({
    jobs: z
      .array(jenkinsItemSchema.nullable().catch(null))
      .transform(items => items.flatMap(item => item ?? []))
      .optional(),
  }),
);

const MULTIBRANCH = /MultiBranchProject$/;
/** Classes of items that contain jobs and cannot run themselves. */
const CONTAINER =
  /(?:Folder|MultiBranchProject|OrganizationFolder|FolderTemplate|ConnectedMaster|ManagedMaster)$/;
/** Names that branch sources give to change requests, with or without their strategy. */
const CHANGE_REQUEST = /^(?:PR|MR|CR)-\d+(?:-(?:head|merge))?$/;

/** Returns the pipelines in a job; only the job itself if it is not a folder. */
export function pipelinesIn(item: JenkinsItem, job: string): ListedPipeline[] {
  return listedJob(item, job).pipelines;
}

/** Returns the pipelines in a job, and why some of them are missing. */
export function listedJob(
  item: JenkinsItem,
  job: string,
): Pick<ListedJob, 'pipelines' | 'problems'> {
  const root = { ...item, fullName: item.fullName ?? job };
  if (!isContainer(root)) {
    return { pipelines: [pipelineOf(root, branchName(root.name), 'job')] };
  }
  const omitted: Omitted = { full: [], deep: [] };
  const pipelines = pipelinesWithin(root, omitted, '');
  const problems = [
    ...omitted.full.map(target =>
      pipelineProblem('jenkinsJobsOmitted', { target, limit: MAX_JOBS }),
    ),
    ...(omitted.deep.length
      ? [
          pipelineProblem('jenkinsFoldersTooDeep', {
            target: root.fullName,
            folders: named(omitted.deep),
          }),
        ]
      : []),
  ];
  return { pipelines, ...(problems.length && { problems }) };
}

/** Full names of folders whose jobs are not listed completely, or not at all. */
interface Omitted {
  full: string[];
  deep: string[];
}

const MAX_NAMED = 5;

function named(folders: string[]): string {
  const first = folders.slice(0, MAX_NAMED).map(each => `'${each}'`);
  return [...first, ...(folders.length > MAX_NAMED ? ['…'] : [])].join(', ');
}

/** @param prefix - names of the folders around it, for the names of the pipelines */
function pipelinesWithin(
  folder: JenkinsItem & { fullName: string },
  omitted: Omitted,
  prefix: string,
): ListedPipeline[] {
  const { fullName } = folder;
  const areBranches = isMultibranch(folder);
  const jobs = (folder.jobs ?? []).slice(0, MAX_JOBS);
  if ((folder.jobs ?? []).length > MAX_JOBS) omitted.full.push(fullName);
  // GitHub and GitLab sources report the default branch, plain Git only if the remote
  // has a HEAD. If no branch is reported as default, isDefault stays undefined.
  const isDefaultNamed = jobs.some(isPrimary);
  return jobs.flatMap(child => {
    const own = {
      ...child,
      fullName: child.fullName ?? `${fullName}/${child.name}`,
    };
    const name = `${prefix}${areBranches ? branchName(child.name) : child.name}`;
    if (isContainer(own)) {
      if (!own.jobs) omitted.deep.push(own.fullName);
      return pipelinesWithin(own, omitted, `${name} » `);
    }
    const kind = areBranches ? kindOf(folder, child) : 'job';
    const isDefault = isDefaultNamed && { isDefault: isPrimary(child) };
    return [{ ...pipelineOf(own, name, kind), ...isDefault }];
  });
}

/** Whether an item contains jobs. The jobs in it may be missing, because they are too deep or hidden. */
function isContainer({
  _class,
  jobs,
  color,
  buildable,
  lastBuild,
}: JenkinsItem): boolean {
  if (jobs || CONTAINER.test(_class)) return true;
  // Every job has these; a container of an unknown plugin does not.
  return (
    _class !== '' &&
    color === undefined &&
    buildable === undefined &&
    lastBuild === undefined
  );
}

/** @see https://github.com/jenkinsci/branch-api-plugin/blob/master/src/main/java/jenkins/branch/MultiBranchProjectViewHolder.java */
function kindOf(
  { views }: JenkinsItem,
  child: JenkinsItem,
): ListedPipeline['kind'] {
  const view = (name: string) => views?.find(each => each.name === name);
  const isIn = (name: string) =>
    view(name)?.jobs?.some(each => each.name === child.name) ?? false;
  if (isIn('tags')) return 'tag';
  if (isIn('change-requests')) return 'change-request';
  // A project that separates change requests has branches in the other view.
  if (view('change-requests') && isIn('default')) return 'branch';
  const isRequest =
    hasAction(child, 'ContributorMetadataAction') ||
    CHANGE_REQUEST.test(child.name);
  return isRequest ? 'change-request' : 'branch';
}

function isPrimary(item: JenkinsItem): boolean {
  return hasAction(item, 'PrimaryInstanceMetadataAction');
}

function hasAction({ actions }: JenkinsItem, name: string): boolean {
  return (actions ?? []).some(each => each?._class.endsWith(`.${name}`));
}

function isMultibranch({ _class }: JenkinsItem): boolean {
  return MULTIBRANCH.test(_class);
}

function pipelineOf(
  item: JenkinsItem & { fullName: string },
  name: string,
  kind: ListedPipeline['kind'],
): ListedPipeline {
  const { lastBuild, queueItem } = item;
  const url = httpAddress(item.url);
  return {
    name,
    fullName: item.fullName,
    kind,
    ...(url && { url }),
    isBuildable: item.buildable ?? item.color !== 'disabled',
    ...(queueItem && {
      queued: {
        id: String(queueItem.id),
        ...(queueItem.inQueueSince !== undefined && {
          since: isoTime(queueItem.inQueueSince),
        }),
        ...(queueItem.why && { reason: queueItem.why }),
      },
    }),
    ...(lastBuild && {
      lastRun: {
        number: lastBuild.number,
        isRunning: lastBuild.building ?? false,
      },
    }),
  };
}

/** `tree` query of a job's parameter definitions. */
export const PARAMETERS_TREE =
  'property[parameterDefinitions[_class,type,name,description,choices,defaultParameterValue[value]]]';

const definitionSchema = z.object({
  _class: z.string().default(''),
  type: z.string().optional(),
  name: z.string(),
  description: z.string().nullish(),
  choices: z.array(z.string()).optional(),
  defaultParameterValue: z.object({ value: z.unknown().optional() }).nullish(),
});

/** A parameter definition of a job or an input in Jenkins' API. */
export type JenkinsParameter = z.infer<typeof definitionSchema>;

/** A parameter definition of a job or an input in Jenkins' API. */
export const jenkinsParameterSchema = definitionSchema;

/** Response with the parameter definitions of a job. */
export const jobParametersSchema = z.object({
  property: z
    .array(
      z
        .object({ parameterDefinitions: z.array(definitionSchema).optional() })
        .nullable(),
    )
    .default([]),
});

/** Converts a parameter definition of Jenkins. */
export function parameterDefinition(
  parameter: JenkinsParameter,
): ParameterDefinition {
  const { name, choices } = parameter;
  const kind = parameter.type ?? parameter._class.split('.').at(-1) ?? '';
  const value = parameter.defaultParameterValue?.value;
  const text = typeof value === 'string' ? value : '';
  const common = {
    name,
    ...(parameter.description && { description: parameter.description }),
  };
  switch (kind.replace(/^.*\$/, '')) {
    case 'StringParameterDefinition':
      return { ...common, type: 'string', default: text };
    case 'TextParameterDefinition':
      return { ...common, type: 'text', default: text };
    case 'BooleanParameterDefinition':
      return { ...common, type: 'boolean', default: value === true };
    case 'PasswordParameterDefinition':
      return { ...common, type: 'password' };
    case 'ChoiceParameterDefinition':
      return choices?.length
        ? { ...common, type: 'choice', default: text || choices[0], choices }
        : { ...common, type: 'unsupported', kind };
    default:
      return { ...common, type: 'unsupported', kind };
  }
}
