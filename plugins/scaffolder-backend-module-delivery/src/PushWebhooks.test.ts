import { ConfigReader } from '@backstage/config';
import { PushWebhooks } from './PushWebhooks';

const url = 'https://ci.example/git/notifyCommit';

function webhooks(...entries: object[]) {
  return PushWebhooks.fromConfig(
    new ConfigReader({ delivery: { git: { webhooks: entries } } }),
  );
}

describe('PushWebhooks', () => {
  it('names the repository as jobs clone it, and shows no token', () => {
    const known = webhooks({ name: 'ci', url, token: 'a&b' });
    expect(
      known.address('ci', 'https://git.example/harbour/rain gauge.git'),
    ).toEqual({
      url: `${url}?url=https%3A%2F%2Fgit.example%2Fharbour%2Frain+gauge.git&token=a%26b`,
      shown: `${url}?url=https%3A%2F%2Fgit.example%2Fharbour%2Frain+gauge.git`,
    });
  });

  it('says which name nobody configured', () => {
    expect(() => webhooks().address('ci', 'https://git.example/a/b')).toThrow(
      "delivery.git.webhooks has no 'ci': configure it, or let the template name none",
    );
  });

  it.each([
    'ci.example/git/notifyCommit',
    'ssh://ci.example/git/notifyCommit',
    `${url}?token=whispered`,
    'https://portal:whispered@ci.example/git/notifyCommit',
  ])('refuses %s at start, without repeating it', wrong => {
    expect(() => webhooks({ name: 'ci', url: wrong })).toThrow(
      /^delivery.git.webhooks gives 'ci' an address that is none of http\(s\) without a credential and parameters; it is like https:\/\/jenkins.example.org/,
    );
  });

  it('refuses two of one name', () => {
    expect(() => webhooks({ name: 'ci', url }, { name: 'ci', url })).toThrow(
      "delivery.git.webhooks has 'ci' twice",
    );
  });
});
