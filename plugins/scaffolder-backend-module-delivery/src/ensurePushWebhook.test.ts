import { giteaHooks } from './__testUtils__/giteaHooks';
import { ensurePushWebhook } from './ensurePushWebhook';

const HOOKS = '/api/v1/repos/harbour/rain/hooks';

describe('ensurePushWebhook', () => {
  const shown = 'https://ci.example/git/notifyCommit?url=https%3A%2F%2Fgit';
  const address = (token: string) => ({
    url: `${shown}&token=${token}`,
    shown,
  });
  let gitea: Awaited<ReturnType<typeof giteaHooks>>;
  beforeEach(async () => {
    gitea = await giteaHooks();
  });
  afterEach(() => gitea.close());

  it('makes the webhook once', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    expect(await ensurePushWebhook(repository, address('a'))).toBe('created');
    expect(await ensurePushWebhook(repository, address('a'))).toBe('unchanged');
    expect(writes).toEqual([`POST ${HOOKS}`]);
    expect(hooks).toEqual([
      {
        id: 1,
        type: 'gitea',
        active: true,
        events: ['push', 'delete'],
        config: {
          url: `${shown}&token=a`,
          content_type: 'json',
          http_method: 'post',
        },
      },
    ]);
  });

  it('gives one of before the new token, and wakes it; leaves those of others alone', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    const chat = {
      ...{ id: 1, type: 'slack', active: true, events: ['push'] },
      config: { url: 'https://chat.example/', content_type: 'json' },
    };
    const odd = { ...chat, id: 2, config: { ...chat.config, url: 'nonsense' } };
    hooks.push(chat, odd);
    await ensurePushWebhook(repository, address('a'));
    hooks[2].active = false;
    expect(await ensurePushWebhook(repository, address('b'))).toBe('updated');
    expect(writes).toEqual([`POST ${HOOKS}`, `PATCH ${HOOKS}/3`]);
    expect(hooks[2]).toMatchObject({
      active: true,
      config: { url: `${shown}&token=b` },
    });
    expect(hooks.slice(0, 2)).toEqual([chat, odd]);
  });

  it('takes one of the page without .git for one of the same repository', async () => {
    const { hooks, writes } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    await ensurePushWebhook(repository, address('a'));
    const withGit = {
      url: `${shown}.git&token=a`,
      shown: `${shown}.git`,
    };
    expect(await ensurePushWebhook(repository, withGit)).toBe('updated');
    expect(await ensurePushWebhook(repository, withGit)).toBe('unchanged');
    expect(writes).toEqual([`POST ${HOOKS}`, `PATCH ${HOOKS}/1`]);
    expect(hooks.map(({ config }) => config.url)).toEqual([withGit.url]);
  });

  it('finds it on a later page, however few Gitea gives at once', async () => {
    const few = await giteaHooks({ maxResponseItems: 2 });
    const others = [1, 2, 3, 4].map(id => ({
      ...{ id, type: 'gitea', active: true, events: ['push'] },
      config: { url: `https://chat.example/${id}`, content_type: 'json' },
    }));
    few.hooks.push(...others);
    const repository = await few.repositories.repository(few.url);
    const done = [
      await ensurePushWebhook(repository, address('a')),
      await ensurePushWebhook(repository, address('a')),
    ];
    await few.close();
    expect(done).toEqual(['created', 'unchanged']);
    expect(few.writes).toEqual([`POST ${HOOKS}`]);
  });

  it('leaves one of two that are made at once', async () => {
    const both = await giteaHooks({ askersAtOnce: 2 });
    const repository = await both.repositories.repository(both.url);
    const done = await Promise.all([
      ensurePushWebhook(repository, address('a')),
      ensurePushWebhook(repository, address('a')),
    ]);
    await both.close();
    expect(done.sort()).toEqual(['created', 'unchanged']);
    expect(both.writes).toEqual([
      ...[`POST ${HOOKS}`, `POST ${HOOKS}`, `DELETE ${HOOKS}/2`],
    ]);
    expect(both.hooks.map(({ id }) => id)).toEqual([1]);
  });

  it('asks nothing for a task that was cancelled', async () => {
    const { hooks } = gitea;
    const repository = await gitea.repositories.repository(gitea.url);
    const asking = ensurePushWebhook(
      repository,
      address('a'),
      AbortSignal.abort(),
    );
    await expect(asking).rejects.toThrow(/aborted/);
    expect(hooks).toEqual([]);
  });
});
