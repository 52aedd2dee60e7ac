import { z } from 'zod';
import { jenkinsParameterSchema } from './jobs';

/** Builds the `tree` query of a build. Queries for lists request less. */
function buildTree(options: {
  maxChanges: number;
  files: string;
  actionFields: string;
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
  ].join();
}

/** `tree` query of each run in a list. */
export const RUN_TREE = buildTree({
  maxChanges: 50,
  files: '',
  actionFields: '',
});

/** `tree` query of a single run. */
export const RUN_DETAIL_TREE = `${buildTree({
  maxChanges: 200,
  files: ',affectedPaths{0,100}',
  actionFields: ',parameters[_class,name,value]',
})},artifacts[fileName,relativePath]{0,1000}`;

const changeItemSchema = z.object({
  commitId: z.string().nullish(),
  id: z.string().nullish(),
  msg: z.string().nullish(),
  comment: z.string().nullish(),
  timestamp: z.number().nullish(),
  date: z.string().nullish(),
  author: z
    .object({
      fullName: z.string().nullish(),
    })
    .nullish(),
  authorEmail: z.string().nullish(),
  affectedPaths: z.array(z.string()).nullish(),
});

const changeSetSchema = z
  .object({ items: z.array(changeItemSchema).nullish() })
  .nullish();

const inputSchema = z.object({
  id: z.string(),
  settled: z.boolean().optional(),
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

const causeSchema = z.object({
  _class: z.string().default(''),
  shortDescription: z.string().nullish(),
  userId: z.string().nullish(),
  userName: z.string().nullish(),
  upstreamProject: z.string().nullish(),
  upstreamBuild: z.number().nullish(),
});

// Fields of other plugins are ignored.
const actionSchema = z.object({
  _class: z.string().default(''),
  causes: z.array(causeSchema).nullish(),
  parameters: z
    .array(
      z.object({
        _class: z.string().default(''),
        name: z.string(),
        value: z.unknown().optional(),
      }),
    )
    .nullish(),
  executions: z.array(inputSchema.nullable()).nullish(),
  // Other plugins use the same name for different data
  lastBuiltRevision: z
    .object({ SHA1: z.string().nullish() })
    .nullish()
    .catch(undefined),
  remoteUrls: z.array(z.string().nullable()).nullish(),
  libraries: z
    .array(z.object({ name: z.string().nullish() }))
    .nullish()
    .catch(undefined),
  revision: z
    .object({
      hash: z.string().nullish(),
      pullHash: z.string().nullish(),
    })
    .nullish()
    .catch(undefined),
  failCount: z.number().nullish(),
  skipCount: z.number().nullish(),
  totalCount: z.number().nullish(),
  urlName: z.string().nullish(),
  sonarqubeDashboardUrl: z.string().nullish(),
  ceTaskId: z.string().nullish(),
});

/** A build in Jenkins' API. Most fields depend on plugins and the kind of job. */
export const buildSchema = z.object({
  _class: z.string().default(''),
  number: z.number().int(),
  url: z.string().optional(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  result: z.string().nullish(),
  building: z.boolean().optional(),
  inProgress: z.boolean().optional(),
  timestamp: z.number(),
  duration: z.number().default(0),
  estimatedDuration: z.number().nullish(),
  keepLog: z.boolean().nullish(),
  actions: z
    .array(actionSchema.nullable())
    .nullish()
    .transform(actions => (actions ?? []).flatMap(action => action ?? [])),
  changeSet: changeSetSchema,
  changeSets: z.array(changeSetSchema).nullish(),
  artifacts: z
    .array(z.object({ fileName: z.string(), relativePath: z.string() }))
    .nullish(),
});

/** A build in Jenkins' API. */
export type JenkinsBuild = z.infer<typeof buildSchema>;

/** An action of a build: data that a plugin attached to it. */
export type JenkinsAction = JenkinsBuild['actions'][number];

/** A commit in a build's change sets. */
export type JenkinsChange = z.infer<typeof changeItemSchema>;

/** A list of builds; each one is parsed separately. */
export const buildListSchema = z.object({
  builds: z.array(z.unknown()).nullish(),
  allBuilds: z.array(z.unknown()).nullish(),
});
