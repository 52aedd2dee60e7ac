import { giteaHooks } from './__testUtils__/giteaHooks';
import { ensurePushWebhook } from './ensurePushWebhook';

const HOOKS = '/api/v1/repos/harbour/rain/hooks';

describe('ensurePushWebhook', () => {
  const redactedUrl =
    'https://ci.example/git/notifyCommit?url=https%3A%2F%2Fgit';
  const webhookUrl = (token: string) => ({
    url: `${redactedUrl}&token=${token}`,
    redactedUrl,
  });
  let gitea: Awaited<ReturnType<typeof giteaHooks>>;
  beforeEach(async () => {
    gitea = await giteaHooks();
  });
  afterEach(() => gitea.close());

  it('creates the webhook once', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    expect(await ensurePushWebhook(repository, webhookUrl('a'))).toBe(
      'created',
    );
    expect(await ensurePushWebhook(repository, webhookUrl('a'))).toBe(
      'unchanged',
    );
    expect(writes).toEqual([`POST ${HOOKS}`]);
    expect(hooks).toEqual([
      {
        id: 1,
        type: 'gitea',
        active: true,
        events: ['push', 'delete'],
        config: {
          url: `${redactedUrl}&token=a`,
          content_type: 'json',
          http_method: 'post',
        },
      },
    ]);
  });

  it('updates the token of an existing webhook, activates it, and leaves others unchanged', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    const chat = {
      id: 1,
      type: 'slack',
      active: true,
      events: ['push'],
      config: { url: 'https://chat.example/', content_type: 'json' },
    };
    const odd = { ...chat, id: 2, config: { ...chat.config, url: 'nonsense' } };
    hooks.push(chat, odd);
    await ensurePushWebhook(repository, webhookUrl('a'));
    hooks[2].active = false;
    expect(await ensurePushWebhook(repository, webhookUrl('b'))).toBe(
      'updated',
    );
    expect(writes).toEqual([`POST ${HOOKS}`, `PATCH ${HOOKS}/3`]);
    expect(hooks[2]).toMatchObject({
      active: true,
      config: { url: `${redactedUrl}&token=b` },
    });
    expect(hooks.slice(0, 2)).toEqual([chat, odd]);
  });

  it('updates a webhook whose repository URL has no .git', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    await ensurePushWebhook(repository, webhookUrl('a'));
    const withGit = {
      url: `${redactedUrl}.git&token=a`,
      redactedUrl: `${redactedUrl}.git`,
    };
    expect(await ensurePushWebhook(repository, withGit)).toBe('updated');
    expect(await ensurePushWebhook(repository, withGit)).toBe('unchanged');
    expect(writes).toEqual([`POST ${HOOKS}`, `PATCH ${HOOKS}/1`]);
    expect(hooks.map(({ config }) => config.url)).toEqual([withGit.url]);
  });

  it('finds the webhook on a later page, for any page size', async () => {
    const few = await giteaHooks({ maxResponseItems: 2 });
    const others = [1, 2, 3, 4].map(id => ({
      id,
      type: 'gitea',
      active: true,
      events: ['push'],
      config: { url: `https://chat.example/${id}`, content_type: 'json' },
    }));
    few.hooks.push(...others);
    const repository = await few.repositories.repository(few.url);
    const done = [
      await ensurePushWebhook(repository, webhookUrl('a')),
      await ensurePushWebhook(repository, webhookUrl('a')),
    ];
    await few.close();
    expect(done).toEqual(['created', 'unchanged']);
    expect(few.writes).toEqual([`POST ${HOOKS}`]);
  });

  it('keeps one of two webhooks that are created concurrently', async () => {
    const both = await giteaHooks({ concurrentLists: 2 });
    const repository = await both.repositories.repository(both.url);
    const done = await Promise.all([
      ensurePushWebhook(repository, webhookUrl('a')),
      ensurePushWebhook(repository, webhookUrl('a')),
    ]);
    await both.close();
    expect(done.sort()).toEqual(['created', 'unchanged']);
    expect(both.writes).toEqual([
      ...[`POST ${HOOKS}`, `POST ${HOOKS}`, `DELETE ${HOOKS}/2`],
    ]);
    expect(both.hooks.map(({ id }) => id)).toEqual([1]);
  });

  it('sends no request for a cancelled task', async () => {
    const { hooks } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    const asking = ensurePushWebhook(
      repository,
      webhookUrl('a'),
      AbortSignal.abort(),
    );
    await expect(asking).rejects.toThrow(/aborted/);
    expect(hooks).toEqual([]);
  });
});
