import { z } from 'zod';
import { jenkinsParameterSchema } from './jobs';

/** Builds the `tree` query of a build. Queries for lists request less. */
function buildTree(options: {
  maxChanges: number;
  files: string;
  actionFields: string;
  more?: string;
}): string {
  const changeSet = `items[commitId,id,msg,comment,timestamp,date,author[fullName],authorEmail${options.files}]{0,${options.maxChanges}}`;
  const actions = [
    '_class',
    'causes[_class,shortDescription,userId,userName,upstreamProject,upstreamBuild]',
    'lastBuiltRevision[SHA1],remoteUrls,revision[hash,pullHash],libraries[name]',
    'failCount,skipCount,totalCount,urlName,sonarqubeDashboardUrl,ceTaskId',
    'executions[id,settled,input[id,message,ok,submitter,parameters[_class,type,name,description,choices,defaultParameterValue[value]]]]',
  ].join();
  return [
    '_class,number,url,displayName,description,result,building,inProgress,timestamp,duration,estimatedDuration,keepLog',
    `actions[${actions}${options.actionFields}]`,
    `changeSet[${changeSet}],changeSets[${changeSet}]`,
    ...(options.more ? [options.more] : []),
  ].join();
}

/** Runs that a run consists of: cells of a matrix, jobs of a MultiJob's phases. */
const SUB_RUNS_TREE =
  'runs[number,result,url]{0,500},subBuilds[jobName,jobAlias,phaseName,buildNumber,result,retry,url]{0,500}';

/** `tree` query of each run in a list. */
export const RUN_TREE = buildTree({
  maxChanges: 50,
  files: '',
  actionFields: '',
});

/** `tree` query of the status of a run. */
export const STATUS_TREE =
  'number,result,building,inProgress,timestamp,duration';

/** `tree` query of a single run. */
export const RUN_DETAIL_TREE = buildTree({
  maxChanges: 200,
  files: ',affectedPaths{0,100}',
  actionFields: ',parameters[_class,name,value]',
  more: `artifacts[fileName,relativePath]{0,1000},${SUB_RUNS_TREE}`,
});

/** Value that is ignored if a plugin reports it in an unexpected form. */
function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().catch(undefined);
}

const optionalText = optional(z.string());
const optionalNumber = optional(z.number());
const optionalBoolean = optional(z.boolean());

/** Array without the elements that are in an unexpected form. */
function tolerantArray<T extends z.ZodType>(schema: T) {
  return optional(
    z.array(z.unknown()).transform(items =>
      items.flatMap(item => {
        const read = schema.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    ),
  );
}

const changeItemSchema = z.object({
  commitId: optionalText,
  id: optionalText,
  msg: optionalText,
  comment: optionalText,
  timestamp: optionalNumber,
  date: optionalText,
  author: optional(z.object({ fullName: optionalText })),
  authorEmail: optionalText,
  affectedPaths: tolerantArray(z.string()),
});

const changeSetSchema = optional(
  z.object({ items: tolerantArray(changeItemSchema) }),
);

// Strict, because an input without its submitters would be open to everyone.
const inputSchema = z.object({
  id: z.string(),
  settled: z.boolean().nullish(),
  input: z
    .object({
      id: z.string().nullish(),
      message: z.string().nullish(),
      ok: z.string().nullish(),
      submitter: z.string().nullish(),
      parameters: z.array(jenkinsParameterSchema).nullish(),
    })
    .nullish(),
});

/** Inputs of an action that are in an unexpected form. */
export const UNREADABLE = 'unreadable';

const causeSchema = z.object({
  _class: z.string().catch(''),
  shortDescription: optionalText,
  userId: optionalText,
  userName: optionalText,
  upstreamProject: optionalText,
  upstreamBuild: optionalNumber,
});

/** A build of a part of an aggregate job. */
const subBuildSchema = z.object({
  number: optionalNumber,
  buildNumber: optionalNumber,
  jobName: optionalText,
  jobAlias: optionalText,
  phaseName: optionalText,
  result: optionalText,
  retry: optionalBoolean,
  url: optionalText,
});

// Plugins use the names of each other's fields for different data, and add fields of
// their own. Such a field must not make the whole run unreadable.
const actionSchema = z.object({
  _class: z.string().catch(''),
  causes: tolerantArray(causeSchema),
  parameters: tolerantArray(
    z.object({
      _class: z.string().catch(''),
      name: z.string(),
      value: z.unknown().optional(),
    }),
  ),
  // Not left out: without its inputs, a run would not seem to wait.
  executions: z.union([
    z.array(inputSchema.nullable()).nullish(),
    z.unknown().transform((): typeof UNREADABLE => UNREADABLE),
  ]),
  lastBuiltRevision: optional(z.object({ SHA1: optionalText })),
  remoteUrls: tolerantArray(z.string()),
  libraries: tolerantArray(z.object({ name: optionalText })),
  revision: optional(z.object({ hash: optionalText, pullHash: optionalText })),
  failCount: optionalNumber,
  skipCount: optionalNumber,
  totalCount: optionalNumber,
  urlName: optionalText,
  sonarqubeDashboardUrl: optionalText,
  ceTaskId: optionalText,
});

/** A build in Jenkins' API. Most fields depend on plugins and the kind of job. */
export const buildSchema = z.object({
  _class: z.string().catch(''),
  number: z.number().int(),
  url: optionalText,
  displayName: optionalText,
  description: optionalText,
  result: optionalText,
  building: optionalBoolean,
  inProgress: optionalBoolean,
  timestamp: z.number(),
  duration: z.number().catch(0),
  estimatedDuration: optionalNumber,
  keepLog: optionalBoolean,
  actions: tolerantArray(actionSchema).transform(actions => actions ?? []),
  changeSet: changeSetSchema,
  changeSets: tolerantArray(changeSetSchema),
  artifacts: tolerantArray(
    z.object({ fileName: z.string(), relativePath: z.string() }),
  ),
  runs: tolerantArray(subBuildSchema),
  subBuilds: tolerantArray(subBuildSchema),
});

/** The status of a build, as {@link STATUS_TREE} reads it. Without its time, only its durations are unknown. */
export const buildStatusSchema = buildSchema.extend({
  timestamp: z.number().catch(0),
});

/** A build in Jenkins' API. */
export type JenkinsBuild = z.infer<typeof buildSchema>;

/** An action of a build: data that a plugin attached to it. */
export type JenkinsAction = JenkinsBuild['actions'][number];

/** A build of a part of an aggregate job. */
export type JenkinsSubBuild = z.infer<typeof subBuildSchema>;

/** A commit in a build's change sets. */
export type JenkinsChange = z.infer<typeof changeItemSchema>;

/** A list of builds; each one is parsed separately. */
export const buildListSchema = z.object({
  builds: z.array(z.unknown()).nullish(),
  allBuilds: z.array(z.unknown()).nullish(),
});
