import { isoTime } from '@fairway/backstage-plugin-delivery-common';
import type { ListedPipeline } from '@fairway/backstage-plugin-delivery-node';
import type { ParameterDefinition } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { httpAddress } from './httpAddress';
import { branchName } from './jobPath';

/** Maximum number of jobs that are listed per folder. */
const MAX_JOBS = 1_000;

const ITEM =
  '_class,name,fullName,displayName,url,color,buildable,inQueue,queueItem[id,why,inQueueSince],lastBuild[number,building],actions[_class]';
// A multibranch project has a view for each kind of branch. Only the views identify tags.
const FOLDER = `${ITEM},views[name,jobs[name]]`;

/** `tree` query of a job with three levels of jobs in it. */
export const JOB_TREE = `${FOLDER},jobs[${FOLDER},jobs[${FOLDER},jobs[${ITEM}]{0,${MAX_JOBS}}]{0,${MAX_JOBS}}]{0,${MAX_JOBS}}`;

const itemSchema = z.object({
  _class: z.string().default(''),
  name: z.string(),
  fullName: z.string().optional(),
  displayName: z.string().nullish(),
  url: z.string().optional(),
  color: z.string().nullish(),
  buildable: z.boolean().optional(),
  inQueue: z.boolean().optional(),
  queueItem: z
    .object({
      id: z.number(),
      why: z.string().nullish(),
      inQueueSince: z.number().optional(),
    })
    .nullish(),
  lastBuild: z
    .object({ number: z.number().int(), building: z.boolean().optional() })
    .nullish(),
  actions: z
    .array(z.object({ _class: z.string().default('') }).nullable())
    .nullish(),
  views: z
    .array(
      z.object({
        name: z.string().nullish(),
        jobs: z.array(z.object({ name: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/** A job or folder in Jenkins' API, with the jobs in it. */
export type JenkinsItem = z.infer<typeof itemSchema> & {
  jobs?: JenkinsItem[];
};

/** A job or folder in Jenkins' API, with the jobs in it. */
export const jenkinsItemSchema: z.ZodType<JenkinsItem> = z.lazy(() =>
  itemSchema.extend({ jobs: z.array(jenkinsItemSchema).optional() }),
);

const MULTIBRANCH = /MultiBranchProject$/;
const CHANGE_REQUEST = /^(PR|MR|CR)-\d+/;

/** Returns the pipelines in a job; only the job itself if it is not a folder. */
export function pipelinesIn(item: JenkinsItem, job: string): ListedPipeline[] {
  const root = { ...item, fullName: item.fullName ?? job };
  if (!root.jobs) return [pipelineOf(root, branchName(root.name), 'job')];
  return pipelinesWithin(root, root.fullName, isMultibranch(root), '');
}

function pipelinesWithin(
  folder: JenkinsItem,
  fullName: string,
  areBranches: boolean,
  prefix: string,
): ListedPipeline[] {
  const { jobs = [] } = folder;
  // GitHub and GitLab sources report the default branch, plain Git only if the remote
  // has a HEAD. If no branch is reported as default, isDefault stays undefined.
  const isDefaultNamed = jobs.some(isPrimary);
  return jobs.flatMap(child => {
    const own = {
      ...child,
      fullName: child.fullName ?? `${fullName}/${child.name}`,
    };
    const name = `${prefix}${areBranches ? branchName(child.name) : child.name}`;
    if (own.jobs) {
      return pipelinesWithin(
        own,
        own.fullName,
        isMultibranch(own),
        `${name} » `,
      );
    }
    const kind = areBranches ? kindOf(folder, child) : 'job';
    const isDefault = isDefaultNamed && { isDefault: isPrimary(child) };
    return [{ ...pipelineOf(own, name, kind), ...isDefault }];
  });
}

/** @see https://github.com/jenkinsci/branch-api-plugin/blob/master/src/main/java/jenkins/branch/MultiBranchProjectViewHolder.java */
function kindOf(
  { views }: JenkinsItem,
  child: JenkinsItem,
): ListedPipeline['kind'] {
  const isIn = (view: string) =>
    (views ?? []).some(
      ({ name, jobs }) =>
        name === view && jobs?.some(each => each.name === child.name),
    );
  if (isIn('tags')) return 'tag';
  const isRequest =
    isIn('change-requests') ||
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
