import { ReleaseReader } from './ReleaseReader';
import type { ReleaseQuery } from './ReleaseStore';

describe('ReleaseReader', () => {
  const environments = ['dev', 'prod'].map(name => ({
    name,
    cluster: 'a',
    namespaces: [name],
    production: name === 'prod',
  }));
  const view = {
    query: { entityRef: 'component:default/orders', id: 'orders' },
    environments: ['dev'],
  };

  function reader() {
    const queries: ReleaseQuery[] = [];
    const store = {
      record: async () => {},
      latest: async () => [],
      unfinished: async () => [],
      deleteBefore: async () => 0,
      page: async (query: ReleaseQuery) => {
        queries.push(query);
        return { releases: [] };
      },
    };
    return { queries, reader: ReleaseReader.create({ store, environments }) };
  }

  it('asks for what the viewer may read, and names what is left out', async () => {
    const { reader: releases, queries } = reader();
    expect(await releases.read(view, { limit: 10 })).toEqual({
      releases: [],
      refused: ['prod'],
    });
    expect(queries).toEqual([
      { service: view.query, environments: [environments[0]], limit: 10 },
    ]);
  });

  it('refuses an environment that the viewer may not read, before it asks', async () => {
    const { reader: releases, queries } = reader();
    await expect(
      releases.read(view, { limit: 10, environment: 'prod' }),
    ).rejects.toThrow("You may not read the environment 'prod'");
    await expect(
      releases.read(view, { limit: 10, environment: 'nowhere' }),
    ).rejects.toThrow("no environment 'nowhere'; it has 'dev', 'prod'");
    expect(queries).toEqual([]);
  });
});
