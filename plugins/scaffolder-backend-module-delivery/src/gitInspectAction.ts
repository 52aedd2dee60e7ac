import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { GiteaRepositories } from './GiteaRepositories';
import { isInformative, repositoryFacts } from './repositoryFacts';
import type { RepositoryFacts } from './repositoryFacts';

const examples = [
  {
    description: 'Propose manifests where a repository has none',
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
          name: 'Write how it runs',
          if: '${{ not steps.repository.output.manifests }}',
          action: 'fetch:template',
          input: { url: './manifests' },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:inspect`: reads a repository, as the portal's integrations may,
 * and tells what is in it that matters for running it. None of it gets into the
 * workspace.
 */
export function createGitInspectAction(options: {
  gitea: Pick<GiteaRepositories, 'has' | 'repository'>;
  reader: Pick<UrlReaderService, 'readTree'>;
}) {
  const { gitea, reader } = options;
  return createTemplateAction({
    id: 'delivery:git:inspect',
    description:
      'Reads a repository and tells its language, and whether it has a catalog file, manifests, a Dockerfile, a Jenkinsfile and a description of its API',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        repositoryUrl: z =>
          z.string().url().describe('Of the repository’s page'),
      },
      output: {
        language: z =>
          z
            .string()
            .optional()
            .describe('go, java, nodejs, python, rust or dotnet'),
        catalogFile: z =>
          z.string().optional().describe('Path of its catalog-info.yaml'),
        manifests: z =>
          z
            .string()
            .optional()
            .describe('Path of a manifest of a workload, or of a Helm chart'),
        dockerfile: z => z.string().optional().describe('Path'),
        port: z =>
          z.number().optional().describe('Which its Dockerfile exposes'),
        jenkinsfile: z => z.string().optional().describe('Path'),
        openapi: z =>
          z.string().optional().describe('Path of what describes its API'),
        entrance: z =>
          z
            .string()
            .optional()
            .describe(
              'HTTPRoute, Ingress or VirtualService: what gives it an address, in deploy/base',
            ),
        host: z => z.string().optional().describe('The name in that address'),
        database: z =>
          z
            .string()
            .optional()
            .describe('Folder of what makes a database of its own'),
        repoContentsUrl: z =>
          z.string().describe('Of the default branch, with a slash at its end'),
      },
    },
    async handler(ctx) {
      const { repositoryUrl } = ctx.input;
      // A Gitea is read by its branch alone.
      const contents = gitea.has(repositoryUrl)
        ? (await gitea.repository(repositoryUrl, ctx.signal)).fileUrl('')
        : `${repositoryUrl.replace(/\/+$/, '')}/`;
      const tree = await reader.readTree(contents, { signal: ctx.signal });
      const files = (await tree.files()).map(async ({ path, content }) => ({
        path,
        text: isInformative(path)
          ? (await content()).toString('utf8')
          : undefined,
      }));
      const facts = repositoryFacts(await Promise.all(files));
      ctx.logger.info(sentenceOf(facts));
      ctx.output('language', facts.language);
      ctx.output('catalogFile', facts.catalogFile);
      ctx.output('manifests', facts.manifests);
      ctx.output('dockerfile', facts.dockerfile);
      ctx.output('port', facts.port);
      ctx.output('jenkinsfile', facts.jenkinsfile);
      ctx.output('openapi', facts.openapi);
      ctx.output('entrance', facts.entrance);
      ctx.output('host', facts.host);
      ctx.output('database', facts.database);
      ctx.output('repoContentsUrl', contents);
    },
  });
}

function sentenceOf({ language, port, ...paths }: RepositoryFacts): string {
  const has = [
    paths.catalogFile ?? 'no catalog file',
    paths.manifests ? `manifests (${paths.manifests})` : 'no manifests',
    paths.dockerfile ?? 'no Dockerfile',
    paths.jenkinsfile ?? 'no Jenkinsfile',
    paths.openapi ?? 'no description of an API',
  ];
  const exposes = port === undefined ? '' : `; it listens on ${port}`;
  return `It is in ${language ?? 'a language that nothing tells'}, and has ${has.join(', ')}${exposes}`;
}
