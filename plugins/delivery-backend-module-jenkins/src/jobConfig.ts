import type { PipelineSpec } from '@fairway/backstage-plugin-delivery-node';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
const BRANCH_SOURCE = 'jenkins.branch.BranchSource';
/** Looks for branches that no webhook told of. */
const PERIOD = { spec: 'H H * * *', interval: 24 * 60 * 60 * 1000 };

const builder = new XMLBuilder({
  ignoreAttributes: false,
  suppressEmptyNode: true,
  format: true,
});

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: name => name === BRANCH_SOURCE,
});

/** Of a folder. */
export function folderConfig(): string {
  return documentOf({ 'com.cloudbees.hudson.plugins.folder.Folder': '' });
}

/**
 * Of a job that has a pipeline for each branch of a repository with a file of
 * that path. Plugins add what it does not say as it is by default.
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
          PERIOD,
      },
      disabled: false,
      sources: {
        '@_class': 'jenkins.branch.MultiBranchProject$BranchSourceList',
        data: {
          [BRANCH_SOURCE]: {
            source: {
              '@_class': 'jenkins.plugins.git.GitSCMSource',
              // Tells the sources of one job apart
              id: 'fairway',
              remote: repositoryUrl,
              ...(credentialsId !== undefined && { credentialsId }),
              // Without one, it finds nothing
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

const configSchema = z.object({
  [MULTIBRANCH]: z.object({
    sources: z.object({
      data: z.object({
        [BRANCH_SOURCE]: z.array(
          z.object({
            source: z.object({
              '@_class': z.string().optional(),
              /** Git */
              remote: z.string().optional(),
              /** GitHub; others name owner and repository below a server */
              repositoryUrl: z.string().optional(),
              serverUrl: z.string().optional(),
              repoOwner: z.string().optional(),
              repository: z.string().optional(),
            }),
          }),
        ),
      }),
    }),
  }),
});

/**
 * The repositories that a job's configuration names, as well as they can be told;
 * those of kinds that are not known are left out.
 */
export function repositoriesIn(xml: string): string[] {
  const read = configSchema.safeParse(parser.parse(xml));
  if (!read.success) return [];
  return read.data[MULTIBRANCH].sources.data[BRANCH_SOURCE].flatMap(
    ({ source }) => {
      const { remote, repositoryUrl, serverUrl, repoOwner, repository } =
        source;
      const place = [serverUrl, repoOwner, repository];
      const isPlaced = place.every(part => part !== undefined);
      const address =
        remote ??
        repositoryUrl ??
        (isPlaced ? place.map(trimmed).join('/') : undefined);
      return address === undefined ? [] : withoutPassword(address);
    },
  );
}

// Somebody may have written one into it, and it is told.
function withoutPassword(address: string): string {
  return address.replace(/^(https?:\/\/)[^/]*@/i, '$1');
}

function trimmed(part = ''): string {
  return part.replace(/^\/+|\/+$/g, '');
}

// Jenkins writes 1.1 itself, which has more characters.
function documentOf(content: Record<string, unknown>): string {
  const head = { '@_version': '1.1', '@_encoding': 'UTF-8' };
  return builder.build({ '?xml': head, ...content });
}
