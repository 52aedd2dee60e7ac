import { ConfigReader } from '@backstage/config';
import { PushWebhooks } from './PushWebhooks';

const url = 'https://ci.example/git/notifyCommit';

function webhooks(...entries: object[]) {
  return PushWebhooks.fromConfig(
    new ConfigReader({ delivery: { git: { webhooks: entries } } }),
  );
}

describe('PushWebhooks', () => {
  it('adds the clone URL and the token, and redacts the token', () => {
    const known = webhooks({ name: 'ci', url, token: 'a&b' });
    expect(
      known.urlFor('ci', 'https://git.example/harbour/rain gauge.git'),
    ).toEqual({
      url: `${url}?url=https%3A%2F%2Fgit.example%2Fharbour%2Frain+gauge.git&token=a%26b`,
      redactedUrl: `${url}?url=https%3A%2F%2Fgit.example%2Fharbour%2Frain+gauge.git`,
    });
  });

  it('rejects a name that is not configured', () => {
    expect(() => webhooks().urlFor('ci', 'https://git.example/a/b')).toThrow(
      "delivery.git.webhooks has no webhook 'ci'. Configure it, or remove the input 'webhook' from the template.",
    );
  });

  it.each([
    'ci.example/git/notifyCommit',
    'ssh://ci.example/git/notifyCommit',
    `${url}?token=whispered`,
    'https://portal:whispered@ci.example/git/notifyCommit',
  ])('rejects %s at startup without repeating it', wrong => {
    expect(() => webhooks({ name: 'ci', url: wrong })).toThrow(
      /^delivery.git.webhooks has an invalid url for 'ci'. Use an http\(s\) URL without credentials and parameters, such as https:\/\/jenkins.example.org/,
    );
  });

  it('rejects two webhooks with the same name', () => {
    expect(() => webhooks({ name: 'ci', url }, { name: 'ci', url })).toThrow(
      "delivery.git.webhooks has two entries named 'ci'. Rename one.",
    );
  });
});
