import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';

function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `The environment variable ${name} is not set. Run this test with ./dev test integration.`,
  );
}

const url = requiredEnv('FAIRWAY_TEST_GITEA');
const tokens = requiredEnv('FAIRWAY_TEST_GITEA_TOKENS');

function reader(password?: string) {
  const gitea = {
    host: new URL(url).host,
    baseUrl: url,
    ...(password && { username: 'fairway-portal', password }),
  };
  return UrlReaders.default({
    config: mockServices.rootConfig({
      data: { integrations: { gitea: [gitea] } },
    }),
    logger: mockServices.logger.mock(),
  });
}

describe('URL reader for Gitea', () => {
  const file = `${url}/harbour/billing/src/branch/main/catalog-info.yaml`;
  const token = readFileSync(path.join(tokens, 'portal.token'), 'utf8');

  it('reads a file of a repository', async () => {
    const response = await reader(token).readUrl(file);
    const text = (await response.buffer()).toString();
    expect(text).toMatch(/^ {2}name: billing$/m);
  });

  it('cannot read it without a token', async () => {
    await expect(reader().readUrl(file)).rejects.toMatchObject({
      name: 'AuthenticationError',
    });
  });
});
