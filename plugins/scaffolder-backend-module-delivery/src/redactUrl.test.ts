import { redactUrl } from './redactUrl';

describe('redactUrl', () => {
  it.each([
    ['https://me:s3cret@git.example/a/b', 'https://git.example/a/b'],
    ['https://s3cret@git.example/a/b', 'https://git.example/a/b'],
    ['https://git.example/a/b', 'https://git.example/a/b'],
    ['a/b', 'a/b'],
  ])('shows %s as %s', (url, shown) => expect(redactUrl(url)).toBe(shown));
});
