import { trimEndOf } from '@fairway/backstage-plugin-delivery-common';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { GiteaRepositories } from './GiteaRepositories';
import { needsContent, inspectRepository } from './inspectRepository';
import type { RepositoryInspection } from './inspectRepository';

const examples = [
  {
    description: 'Generate manifests if a repository has none',
    example: stringify({
      steps: [
        {
          id: 'repository',
          name: 'Read the repository',
          action: 'delivery:git:inspect',
          input: {
            repositoryUrl: 'https://git.harbour.example/harbour/rain-gauge',
          },
        },
        {
          id: 'manifests',
          name: 'Generate the manifests',
          if: '${{ not steps.repository.output.manifests }}',
          action: 'fetch:template',
          input: { url: './manifests' },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:inspect`: reads a repository with the portal's integrations and
 * outputs what is needed to deploy it. It copies nothing into the workspace.
 */
export function createGitInspectAction(options: {
  gitea: Pick<GiteaRepositories, 'has' | 'repository'>;
  reader: Pick<UrlReaderService, 'readTree'>;
}) {
  const { gitea, reader } = options;
  return createTemplateAction({
    id: 'delivery:git:inspect',
    description:
      'Detects a repository’s language, catalog file, manifests, Dockerfile, Jenkinsfile and OpenAPI document',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        repositoryUrl: z =>
          z.string().url().describe('URL of the repository’s page'),
      },
      output: {
        language: z =>
          z
            .string()
            .optional()
            .describe('go, java, nodejs, python, rust or dotnet'),
        catalogFile: z =>
          z.string().optional().describe('Path of the catalog-info.yaml'),
        manifests: z =>
          z
            .string()
            .optional()
            .describe('Path of a workload’s manifest, or of a Helm chart'),
        dockerfile: z =>
          z.string().optional().describe('Path of the Dockerfile'),
        port: z =>
          z.number().optional().describe('Port that the Dockerfile exposes'),
        jenkinsfile: z =>
          z.string().optional().describe('Path of the Jenkinsfile'),
        openapi: z =>
          z.string().optional().describe('Path of the OpenAPI document'),
        routeKind: z =>
          z
            .string()
            .optional()
            .describe(
              'Kind of the route in deploy/base: HTTPRoute, Ingress or VirtualService',
            ),
        host: z => z.string().optional().describe('Host name of that route'),
        database: z =>
          z
            .string()
            .optional()
            .describe('Folder with the manifests of the service’s database'),
        repoContentsUrl: z =>
          z
            .string()
            .describe('URL of the default branch’s files, with / at the end'),
      },
    },
    async handler(ctx) {
      const { repositoryUrl } = ctx.input;
      // Gitea's URL reader needs the branch in the URL.
      const contents = gitea.has(repositoryUrl)
        ? (await gitea.repository(repositoryUrl, ctx.signal)).fileUrl('')
        : `${trimEndOf(repositoryUrl, '/')}/`;
      const tree = await reader.readTree(contents, { signal: ctx.signal });
      const files = (await tree.files()).map(async ({ path, content }) => ({
        path,
        text: needsContent(path)
          ? (await content()).toString('utf8')
          : undefined,
      }));
      const facts = inspectRepository(await Promise.all(files));
      ctx.logger.info(summarize(facts));
      ctx.output('language', facts.language);
      ctx.output('catalogFile', facts.catalogFile);
      ctx.output('manifests', facts.manifests);
      ctx.output('dockerfile', facts.dockerfile);
      ctx.output('port', facts.port);
      ctx.output('jenkinsfile', facts.jenkinsfile);
      ctx.output('openapi', facts.openapi);
      ctx.output('routeKind', facts.routeKind);
      ctx.output('host', facts.host);
      ctx.output('database', facts.database);
      ctx.output('repoContentsUrl', contents);
    },
  });
}

function summarize({ language, port, ...paths }: RepositoryInspection): string {
  const has = [
    paths.catalogFile ?? 'no catalog file',
    paths.manifests ? `manifests (${paths.manifests})` : 'no manifests',
    paths.dockerfile ?? 'no Dockerfile',
    paths.jenkinsfile ?? 'no Jenkinsfile',
    paths.openapi ?? 'no OpenAPI document',
  ];
  const exposed = port === undefined ? '' : `; exposed port ${port}`;
  return `Language ${language ?? 'unknown'}; found ${has.join(', ')}${exposed}`;
}
