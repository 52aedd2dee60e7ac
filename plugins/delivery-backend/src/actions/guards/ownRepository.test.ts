import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { Repositories } from '../../ownership';
import { guardContext } from '../__testUtils__/guardContext';
import { ownRepository } from './ownRepository';

const entity = (source?: string, managedBy?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'tides',
    annotations: {
      ...(source && { 'backstage.io/source-location': source }),
      ...(managedBy && { 'backstage.io/managed-by-location': managedBy }),
    },
  },
});
const repository = 'https://git.example:3000/harbour/tides.git';
const home = 'url:https://git.example:3000/harbour/tides';

const guard = ownRepository(
  Repositories.fromConfig(
    new ConfigReader({
      delivery: {
        ownership: {
          repositoryHosts: [
            { host: 'git.example:3000', aliases: ['git.internal'] },
          ],
        },
      },
    }),
  ),
);
const check = (of: Entity, repositoryUrl: string) =>
  guard.check(
    guardContext({
      action: { kind: 'pipeline.create', repositoryUrl },
      entity: of,
    }),
  );

describe('ownRepository', () => {
  it.each([
    [`${home}/`],
    [`${home}/src/branch/main/`],
    [`${home}/tree/main/service/`],
    [`${home}/-/blob/main/catalog-info.yaml`],
    [`${home}.git`],
  ])('allows the repository that %s is in', async source => {
    for (const readFrom of [undefined, source, 'file:/catalog.yaml']) {
      expect(await check(entity(source, readFrom), repository)).toBeUndefined();
    }
  });

  it.each([
    ['https://git.example:3000/Harbour/Tides'],
    ['https://git.internal/harbour/tides.git'],
  ])('allows the same repository, spelled %s', async spelled => {
    expect(await check(entity(home, home), spelled)).toBeUndefined();
  });

  it.each([
    ['https://git.example:3000/harbour/tides-engine'],
    ['https://git.example:3000/harbour/tide'],
    ['https://git.example:3000/harbour'],
    ['https://git.example/harbour/tides'],
    ['http://git.example:3000/harbour/tides'],
    ['https://git.example:3000/harbour/other/../tides/x'],
  ])('refuses the other repository %s', async other => {
    expect(await check(entity(home), other)).toMatchObject({
      code: 'repositoryNotOwn',
      message: expect.stringContaining(
        `backstage.io/source-location points to https://git.example:3000/harbour/tides, not ${other}`,
      ),
    });
  });

  it('refuses a repository that only the catalog file itself claims', async () => {
    const elsewhere = 'url:https://git.example:3000/mallory/x/tree/main/c.yaml';
    expect(await check(entity(home, elsewhere), repository)).toMatchObject({
      code: 'catalogFileElsewhere',
      message: expect.stringContaining(
        'The catalog read component:default/tides from https://git.example:3000/mallory/x/tree/main/c.yaml',
      ),
    });
  });

  it.each([[undefined], ['url:nonsense']])(
    'names the missing annotation for the source location %s',
    async source => {
      expect(await check(entity(source), repository)).toMatchObject({
        code: 'sourceLocationMissing',
        values: { annotation: 'backstage.io/source-location' },
      });
    },
  );

  it('does not check other actions', async () => {
    const action = { kind: 'run.stop', runId: 'a' };
    expect(
      await guard.check(guardContext({ action, entity: entity() })),
    ).toBeUndefined();
  });
});
