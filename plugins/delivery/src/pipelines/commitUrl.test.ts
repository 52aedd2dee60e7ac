import { commitUrl } from './commitUrl';

it.each([
  [
    'github',
    'https://github.com/org/app/tree/main/',
    'https://github.com/org/app/commit/c0ffee',
  ],
  [
    'gitea',
    'https://git.example/org/app/src/branch/main/x',
    'https://git.example/org/app/commit/c0ffee',
  ],
  [
    'gitlab',
    'https://gitlab.example/a/b/app/-/tree/main/',
    'https://gitlab.example/a/b/app/-/commit/c0ffee',
  ],
  [
    'bitbucketServer',
    'https://bitbucket.example/projects/P/repos/app/browse/',
    'https://bitbucket.example/projects/P/repos/app/commits/c0ffee',
  ],
  [
    'azure',
    'https://dev.azure.com/org/proj/_git/app?path=/',
    'https://dev.azure.com/org/proj/_git/app/commit/c0ffee',
  ],
  ['gerrit', 'https://gerrit.example/app', undefined],
  ['github', 'no url', undefined],
])('the page of a commit in %s, %s: %s', (type, source, url) => {
  expect(commitUrl(source, type, 'c0ffee')).toBe(url);
});
