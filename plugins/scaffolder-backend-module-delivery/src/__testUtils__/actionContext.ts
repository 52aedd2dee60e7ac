import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';

type Context<A> =
  A extends TemplateAction<infer I, infer O, 'v2'>
    ? Parameters<TemplateAction<I, O, 'v2'>['handler']>[0]
    : never;

/** Creates the context of an action, with its outputs and log lines. */
export function actionContext<A>(
  _action: A,
  input: Context<A>['input'],
  rest: { workspacePath?: string; isDryRun?: boolean } = {},
) {
  const output = jest.fn();
  const lines: string[] = [];
  const logger = mockServices.logger.mock();
  for (const level of ['info', 'warn'] as const) {
    logger[level].mockImplementation(line => void lines.push(line));
  }
  const checkpoints = new Map<string, unknown>();
  const cancelled = new AbortController();
  const ctx = {
    workspacePath: '/nowhere',
    isDryRun: false,
    ...rest,
    input,
    logger,
    output,
    task: { id: 'task-1' },
    signal: cancelled.signal,
    getInitiatorCredentials: async () => mockCredentials.user(),
    createTemporaryDirectory: async () => '/nowhere',
    checkpoint: async <T>({
      key,
      fn,
    }: {
      key: string;
      fn: () => Promise<T>;
    }) => {
      if (!checkpoints.has(key)) checkpoints.set(key, await fn());
      return checkpoints.get(key) as T;
    },
  } as unknown as Context<A>;
  const said = () => lines;
  const cancel = () => cancelled.abort();
  return { ctx, output, said, cancel };
}
