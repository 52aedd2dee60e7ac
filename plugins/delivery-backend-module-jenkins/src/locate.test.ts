import { annotationValue, locate } from './locate';

const entity = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop', annotations },
});

describe('locate', () => {
  const servers = ['default', 'nightly'];
  const of = (text: string) =>
    locate(entity({ 'jenkins.io/job-full-name': text }), servers);

  it.each([
    ['harbour/shop', [['default', 'harbour/shop']]],
    [
      'nightly:soak, shop ,shop',
      [
        ['nightly', 'soak'],
        ['default', 'shop'],
      ],
    ],
    ['release: 1.0', [['default', 'release: 1.0']]],
    ['A b/100% #1/港口', [['default', 'A b/100% #1/港口']]],
    ['/harbour/shop/', [['default', 'harbour/shop']]],
    [' ', []],
  ])('%s', (text, jobs) => {
    expect(of(text).map(({ server, job }) => [server, job])).toEqual(jobs);
  });

  it.each(['a/../b', '..', 'a//b', 'nightly:', 'a/ . /b'])('refuses %s', text =>
    expect(() => of(text)).toThrow('which is no job'),
  );

  it.each([
    [['default', 'nightly'], 'nightly', 'harbour/shop', 'nightly:harbour/shop'],
    [['default', 'nightly'], 'default', 'harbour/shop', 'harbour/shop'],
    [['nightly'], 'nightly', 'harbour/shop', 'harbour/shop'],
    [['mobile', 'nightly'], 'mobile', 'shop', 'mobile:shop'],
  ])('of %j, %s has %s by %s, and back', (known, server, job, value) => {
    expect(annotationValue({ server, job }, known)).toBe(value);
    const named = entity({ 'jenkins.io/job-full-name': value });
    expect(locate(named, known)).toEqual([{ server, job }]);
  });

  it('cannot name a job with a comma', () => {
    const job = 'harbour/one, two';
    expect(
      annotationValue({ server: 'default', job }, servers),
    ).toBeUndefined();
  });

  it('knows the repository that the entity is built of', () => {
    expect(
      locate(
        entity({
          'jenkins.io/github-folder': 'shop',
          'backstage.io/source-location': 'url:https://git.example/a/b/',
        }),
        servers,
      ),
    ).toEqual([
      {
        server: 'default',
        job: 'shop',
        repository: 'https://git.example/a/b/',
      },
    ]);
  });
});
