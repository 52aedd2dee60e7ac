import { giteaHooks } from './__testUtils__/giteaHooks';
import { tellOfPushes } from './tellOfPushes';

const HOOKS = '/api/v1/repos/harbour/rain/hooks';

describe('tellOfPushes', () => {
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
    expect(await tellOfPushes(repository, address('a'))).toBe('made');
    expect(await tellOfPushes(repository, address('a'))).toBe('nothing');
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
    await tellOfPushes(repository, address('a'));
    hooks[2].active = false;
    expect(await tellOfPushes(repository, address('b'))).toBe('changed');
    expect(writes).toEqual([`POST ${HOOKS}`, `PATCH ${HOOKS}/3`]);
    expect(hooks[2]).toMatchObject({
      active: true,
      config: { url: `${shown}&token=b` },
    });
    expect(hooks.slice(0, 2)).toEqual([chat, odd]);
  });
});
