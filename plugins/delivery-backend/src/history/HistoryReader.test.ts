import { HistoryReader } from './HistoryReader';
import type { HistoryQuery } from './historyQuery';

describe('HistoryReader', () => {
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
    const queries: HistoryQuery[] = [];
    const releases = {
      page: async (query: HistoryQuery) => {
        queries.push(query);
        return { releases: [] };
      },
    };
    const timeline = { page: async () => ({ events: [] }) };
    return {
      queries,
      reader: HistoryReader.create({ releases, timeline, environments }),
    };
  }

  it('reads environments that the viewer may read, and names the others', async () => {
    const { reader: history, queries } = reader();
    expect(await history.releases(view, { limit: 10 })).toEqual({
      releases: [],
      forbiddenEnvironments: ['prod'],
    });
    expect(queries).toEqual([
      { service: view.query, environments: [environments[0]], limit: 10 },
    ]);
  });

  it('rejects an environment that the viewer may not read, without a query', async () => {
    const { reader: history, queries } = reader();
    await expect(
      history.releases(view, { limit: 10, environment: 'prod' }),
    ).rejects.toThrow("You may not read the environment 'prod'");
    await expect(
      history.releases(view, { limit: 10, environment: 'nowhere' }),
    ).rejects.toThrow(
      "There is no environment 'nowhere'. Environments: dev, prod",
    );
    expect(queries).toEqual([]);
  });
});
