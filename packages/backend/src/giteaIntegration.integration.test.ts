import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';

const url = process.env.FAIRWAY_TEST_GITEA;
const tokens = process.env.FAIRWAY_TEST_GITEA_TOKENS;
if (!url || !tokens) {
  throw new Error(
    'FAIRWAY_TEST_GITEA names no Gitea; run this test by ./dev test integration',
  );
}

function reader(password?: string) {
  const gitea = {
    host: new URL(url!).host,
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

describe('the portal as one of Gitea’s readers', () => {
  const file = `${url}/harbour/billing/src/branch/main/catalog-info.yaml`;
  const token = readFileSync(path.join(tokens, 'portal.token'), 'utf8');

  it('reads a file of a repository', async () => {
    const response = await reader(token).readUrl(file);
    const text = (await response.buffer()).toString();
    expect(text).toMatch(/^ {2}name: billing$/m);
  });

  it('reads none without its token', async () => {
    await expect(reader().readUrl(file)).rejects.toThrow(/403/);
  });
});
