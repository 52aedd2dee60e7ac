import { repositoryOf } from './repositoryAddress';

describe('repositoryOf', () => {
  it.each([
    ['harbour/tides/src/branch/main/catalog-info.yaml', 'harbour/tides'],
    ['harbour/tides.git', 'harbour/tides'],
    ['harbour/tides/', 'harbour/tides'],
    ['group/sub/tides/-/blob/main/a.yaml', 'group/sub/tides'],
    ['projects/H/repos/tides/browse/a.yaml', 'projects/H/repos/tides'],
    // Repositories with the names of pages
    ['harbour/src/src/branch/main/a.yaml', 'harbour/src'],
    ['harbour/tree/blob/main/a.yaml', 'harbour/tree'],
  ])('finds the repository of %s', (path, own) => {
    const host = 'https://git.example:3000';
    expect(repositoryOf(`url:${host}/${path}`)).toBe(`${host}/${own}`);
  });

  it('finds none in another location', () => {
    expect(repositoryOf('file:/portal/catalog.yaml')).toBeUndefined();
    expect(repositoryOf('')).toBeUndefined();
  });
});
