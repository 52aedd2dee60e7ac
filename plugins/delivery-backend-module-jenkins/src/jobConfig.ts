import { trimOf } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineSpec } from '@fairway/backstage-plugin-delivery-node';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { isWithinXmlLimits } from './XmlFilter';

const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
const BRANCH_SOURCE = 'jenkins.branch.BranchSource';
const USER_REMOTE = 'hudson.plugins.git.UserRemoteConfig';
const BRANCH_JOB_PROPERTY =
  'org.jenkinsci.plugins.workflow.multibranch.BranchJobProperty';
/** Daily scan for branches, in case a webhook was lost. */
const SCAN_TRIGGER = { spec: 'H H * * *', interval: 24 * 60 * 60 * 1000 };

const builder = new XMLBuilder({
  ignoreAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: name => [BRANCH_SOURCE, USER_REMOTE].includes(name),
});

/** Returns the config.xml of a folder. */
export function folderConfig(): string {
  return documentOf({ 'com.cloudbees.hudson.plugins.folder.Folder': '' });
}

/**
 * Returns the config.xml of a multibranch job. It has a pipeline for each branch with
 * the pipeline script. Plugins add defaults for everything else.
 *
 * @see https://github.com/jenkinsci/workflow-multibranch-plugin
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/jenkins/plugins/git/GitSCMSource.java
 */
export function multibranchConfig(spec: PipelineSpec): string {
  const { repositoryUrl, credentialsId, scriptPath } = spec;
  const owner = { '@_class': MULTIBRANCH, '@_reference': '../..' };
  return documentOf({
    [MULTIBRANCH]: {
      properties: '',
      orphanedItemStrategy: {
        '@_class':
          'com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy',
        pruneDeadBranches: true,
        daysToKeep: -1,
        numToKeep: -1,
      },
      triggers: {
        'com.cloudbees.hudson.plugins.folder.computed.PeriodicFolderTrigger':
          SCAN_TRIGGER,
      },
      disabled: false,
      sources: {
        '@_class': 'jenkins.branch.MultiBranchProject$BranchSourceList',
        data: {
          [BRANCH_SOURCE]: {
            source: {
              '@_class': 'jenkins.plugins.git.GitSCMSource',
              // Id of the branch source, unique within the job
              id: 'fairway',
              remote: repositoryUrl,
              ...(credentialsId !== undefined && { credentialsId }),
              // Without this trait, the scan finds no branches
              traits: { 'jenkins.plugins.git.traits.BranchDiscoveryTrait': '' },
            },
            strategy: {
              '@_class': 'jenkins.branch.DefaultBranchPropertyStrategy',
              properties: { '@_class': 'empty-list' },
            },
          },
        },
        owner,
      },
      factory: {
        '@_class':
          'org.jenkinsci.plugins.workflow.multibranch.WorkflowBranchProjectFactory',
        owner,
        scriptPath,
      },
    },
  });
}

const BITBUCKET_CLOUD = 'https://bitbucket.org';

const remotesSchema = z
  .object({
    userRemoteConfigs: z
      .object({
        [USER_REMOTE]: z
          .array(z.object({ url: z.string().optional() }))
          .default([]),
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

/** Job other than a multibranch job: a freestyle job, a pipeline, or a branch of a multibranch job. */
const jobSchema = z.object({
  scm: remotesSchema,
  definition: z.object({ scm: remotesSchema }).optional().catch(undefined),
  properties: z
    .object({
      [BRANCH_JOB_PROPERTY]: z
        .object({ branch: z.object({ scm: remotesSchema }) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const configSchema = z.object({
  [MULTIBRANCH]: z.object({
    sources: z.object({
      data: z.object({
        [BRANCH_SOURCE]: z.array(
          z.object({
            source: z.object({
              '@_class': z.string().optional(),
              /** Git branch source */
              remote: z.string().optional(),
              /** GitHub branch source; other sources have server, owner and repository */
              repositoryUrl: z.string().optional(),
              serverUrl: z.string().optional(),
              repoOwner: z.string().optional(),
              repository: z.string().optional(),
              /** GitLab branch source */
              httpRemote: z.string().optional(),
              sshRemote: z.string().optional(),
            }),
          }),
        ),
      }),
    }),
  }),
});

/**
 * Returns the repositories in the config.xml of a multibranch job. Unknown kinds of
 * branch sources are left out. A configuration above the limits of XML has none.
 */
export function repositoriesIn(xml: string): string[] {
  return isWithinXmlLimits(xml) ? branchSourcesOf(parser.parse(xml)) : [];
}

function branchSourcesOf(config: unknown): string[] {
  const read = configSchema.safeParse(config);
  if (!read.success) return [];
  return read.data[MULTIBRANCH].sources.data[BRANCH_SOURCE].flatMap(
    ({ source }) => {
      const { remote, repositoryUrl, httpRemote, sshRemote } = source;
      const url =
        remote ??
        repositoryUrl ??
        httpRemote ??
        sshRemote ??
        addressOfParts(source);
      return url === undefined ? [] : withoutPassword(url);
    },
  );
}

type BranchSource = z.infer<
  typeof configSchema
>[typeof MULTIBRANCH]['sources']['data'][typeof BRANCH_SOURCE][number]['source'];

/** Address of a repository whose source has its server, owner and name. */
function addressOfParts({
  '@_class': kind = '',
  serverUrl,
  repoOwner,
  repository,
}: BranchSource): string | undefined {
  const isBitbucket = /\.BitbucketSCMSource$/.test(kind);
  const server = serverUrl ?? (isBitbucket ? BITBUCKET_CLOUD : undefined);
  if (!server || !repoOwner || !repository) return undefined;
  const [base, owner, name] = [server, repoOwner, repository].map(trimmed);
  return isBitbucket && base !== BITBUCKET_CLOUD
    ? `${base}/projects/${owner}/repos/${name}`
    : `${base}/${owner}/${name}`;
}

/**
 * Returns the repositories in the config.xml of any job: of its branch sources, or of
 * the SCM that it builds or reads its pipeline script from. Shared libraries are not
 * among them. A configuration above the limits of XML has none.
 *
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/hudson/plugins/git/UserRemoteConfig.java
 */
export function jobRepositoriesIn(xml: string): string[] {
  if (!isWithinXmlLimits(xml)) return [];
  const config = parser.parse(xml);
  const sources = branchSourcesOf(config);
  if (sources.length) return sources;
  const root: unknown = Object.entries(config).find(
    ([name]) => name !== '?xml',
  )?.[1];
  const { data } = jobSchema.safeParse(root);
  const branch = data?.properties?.[BRANCH_JOB_PROPERTY]?.branch;
  return [data?.scm, data?.definition?.scm, branch?.scm]
    .flatMap(scm => scm?.userRemoteConfigs?.[USER_REMOTE] ?? [])
    .flatMap(({ url }) => (url === undefined ? [] : withoutPassword(url)));
}

// The URL is shown in messages, and may contain a credential.
function withoutPassword(url: string): string {
  return url.replace(/^(https?:\/\/)[^/]*@/i, '$1');
}

function trimmed(part = ''): string {
  return trimOf(part, '/');
}

// Jenkins itself writes XML 1.1, which allows more characters.
function documentOf(content: Record<string, unknown>): string {
  const head = { '@_version': '1.1', '@_encoding': 'UTF-8' };
  return builder.build({ '?xml': head, ...content });
}
