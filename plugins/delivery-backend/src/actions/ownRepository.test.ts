import type { Entity } from '@backstage/catalog-model';
import { checkOwnRepository, repositoryOf } from './ownRepository';

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

describe('checkOwnRepository', () => {
  it.each([
    [`${home}/`],
    [`${home}/src/branch/main/`],
    [`${home}/tree/main/service/`],
    [`${home}/-/blob/main/catalog-info.yaml`],
    [`${home}.git`],
  ])('takes that which %s is in', source => {
    for (const readFrom of [undefined, source, 'file:/catalog.yaml']) {
      expect(() =>
        checkOwnRepository(entity(source, readFrom), repository),
      ).not.toThrow();
    }
  });

  it.each([
    ['https://git.example:3000/harbour/tides-engine'],
    ['https://git.example:3000/harbour/tide'],
    ['https://git.example:3000/harbour'],
    ['https://git.example:3000/Harbour/tides'],
    ['https://git.example/harbour/tides'],
    ['http://git.example:3000/harbour/tides'],
    ['https://git.example:3000/harbour/other/../tides/x'],
  ])('refuses %s, which is another', other => {
    expect(() => checkOwnRepository(entity(home), other)).toThrow(
      `backstage.io/source-location names https://git.example:3000/harbour/tides, and not ${other}`,
    );
  });

  it('refuses a repository that only the catalog file itself calls its own', () => {
    const elsewhere = 'url:https://git.example:3000/mallory/x/tree/main/c.yaml';
    expect(() =>
      checkOwnRepository(entity(home, elsewhere), repository),
    ).toThrow(
      'The catalog read component:default/tides from https://git.example:3000/mallory/x/tree/main/c.yaml',
    );
  });

  it('says what to write where nothing is named', () => {
    expect(() => checkOwnRepository(entity(), repository)).toThrow(
      'takes the annotation backstage.io/source-location',
    );
    expect(() =>
      checkOwnRepository(entity('url:nonsense'), repository),
    ).toThrow('takes the annotation');
  });
});

describe('repositoryOf', () => {
  it.each([
    ['harbour/tides/src/branch/main/catalog-info.yaml', 'harbour/tides'],
    ['harbour/tides.git', 'harbour/tides'],
    ['harbour/tides/', 'harbour/tides'],
    ['group/sub/tides/-/blob/main/a.yaml', 'group/sub/tides'],
    ['projects/H/repos/tides/browse/a.yaml', 'projects/H/repos/tides'],
    // Which are called like the pages
    ['harbour/src/src/branch/main/a.yaml', 'harbour/src'],
    ['harbour/tree/blob/main/a.yaml', 'harbour/tree'],
  ])('of %s is %s', (path, own) => {
    const host = 'https://git.example:3000';
    expect(repositoryOf(`url:${host}/${path}`)).toBe(`${host}/${own}`);
  });

  it('is none of what is no address', () => {
    expect(repositoryOf('file:/portal/catalog.yaml')).toBeUndefined();
    expect(repositoryOf('')).toBeUndefined();
  });
});
