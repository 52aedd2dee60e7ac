import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { redactUrl } from './redactUrl';
import { trimFullStop } from './trimFullStop';
import { waitFor } from './waiting';

const examples = [
  {
    description: 'Wait until a pushed file can be read before registering it',
    example: stringify({
      steps: [
        {
          id: 'pushed',
          name: 'Wait for the repository',
          action: 'delivery:git:wait',
          input: {
            url: '${{ steps.publish.output.repoContentsUrl }}catalog-info.yaml',
          },
        },
      ],
    }),
  },
];

/** `delivery:git:wait`: waits until a file of a repository can be read. Some servers need a moment after the first push. */
export function createGitWaitAction(options: {
  reader: Pick<UrlReaderService, 'readUrl'>;
}) {
  return createTemplateAction({
    id: 'delivery:git:wait',
    description:
      'Waits until the portal’s integrations can read a file of a repository',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        url: z => z.string().url().describe('URL of the file'),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('Timeout in seconds; 60 by default'),
      },
      output: { url: z => z.string().describe('URL of the file') },
    },
    async handler(ctx) {
      const { url, timeoutSeconds: seconds = 60 } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would wait until ${redactUrl(url)} can be read`);
        ctx.output('url', url);
        return;
      }
      let problem = '';
      await waitFor(
        async () => {
          try {
            const { signal } = ctx;
            await options.reader.readUrl(url, { signal });
            return true;
          } catch (error) {
            problem = isError(error) ? error.message : String(error);
            return undefined;
          }
        },
        {
          seconds,
          signal: ctx.signal,
          timeoutMessage: () =>
            `Could not read ${redactUrl(url)} within ${seconds} s: ${trimFullStop(problem)}. The repository exists. Delete it, or register the file yourself.`,
        },
      );
      ctx.output('url', url);
    },
  });
}
