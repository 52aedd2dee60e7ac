import { annotationValue, locate } from './locate';

const entity = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop', annotations },
});

describe('locate', () => {
  const servers = ['default', 'nightly'];
  const jobsOf = (text: string) =>
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
    expect(jobsOf(text).map(({ server, job }) => [server, job])).toEqual(jobs);
  });

  it.each(['a/../b', '..', 'a//b', 'nightly:', 'a/ . /b'])('rejects %s', text =>
    expect(() => jobsOf(text)).toThrow('which is not the name of a job'),
  );

  it.each([
    [['default', 'nightly'], 'nightly', 'harbour/shop', 'nightly:harbour/shop'],
    [['default', 'nightly'], 'default', 'harbour/shop', 'harbour/shop'],
    [['nightly'], 'nightly', 'harbour/shop', 'harbour/shop'],
    [['mobile', 'nightly'], 'mobile', 'shop', 'mobile:shop'],
  ])(
    'with the servers %j, job %s:%s has the annotation %s, and back',
    (known, server, job, value) => {
      expect(annotationValue({ server, job }, known)).toBe(value);
      const named = entity({ 'jenkins.io/job-full-name': value });
      expect(locate(named, known)).toEqual([{ server, job }]);
    },
  );

  it('has no annotation value for a job with a comma in its name', () => {
    const job = 'harbour/one, two';
    expect(
      annotationValue({ server: 'default', job }, servers),
    ).toBeUndefined();
  });

  it('returns the repository of the entity', () => {
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
