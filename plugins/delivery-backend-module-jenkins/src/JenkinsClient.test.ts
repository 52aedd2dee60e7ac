import { z } from 'zod';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsClient } from './JenkinsClient';

describe('JenkinsClient', () => {
  let jenkins: FakeJenkins;
  let client: JenkinsClient;
  const { signal } = new AbortController();

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    client = JenkinsClient.create(
      {
        name: 'ci',
        baseUrl: jenkins.url,
        credentials: { username: 'portal', apiKey: 'hush-hush' },
        extraRequestHeaders: {},
      },
      { timeoutMs: 200 },
    );
  });

  afterEach(async () => jenkins.stop());

  const ask = { path: '/api/json', signal, target: 'shop' };

  it('stops reading a response that does not end, and frees its slot', async () => {
    jenkins.answer('GET api/json', (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .write('{"a"');
    });
    const calls = Array.from({ length: 7 }, () =>
      client.json(ask, z.unknown()),
    );
    for (const call of calls) {
      await expect(call).rejects.toThrow(
        "Jenkins 'ci' did not answer the request for 'shop' within 0.2 s",
      );
    }
  });

  it('rejects with the reason of the caller’s abort', async () => {
    const gone = new AbortController();
    jenkins.answer('GET api/json', () => gone.abort(new Error('no viewers')));
    await expect(
      client.json({ ...ask, signal: gone.signal }, z.unknown()),
    ).rejects.toThrow('no viewers');
  });

  it('follows only redirects below its own base URL', async () => {
    jenkins.answer('GET api/json', {
      status: 302,
      text: '',
      headers: { location: '/ci/elsewhere' },
    });
    jenkins.answer('GET elsewhere', { json: { a: 1 } });
    await expect(client.json(ask, z.unknown())).resolves.toEqual({ a: 1 });
    const other = await FakeJenkins.start();
    for (const location of [other.url, `${jenkins.url}../else`, '/civil/']) {
      jenkins.answer('GET api/json', {
        status: 302,
        text: '',
        headers: { location },
      });
      await expect(client.json(ask, z.unknown())).rejects.toThrow(
        'to a URL outside its baseUrl',
      );
    }
    expect(other.calls).toEqual([]);
    await other.stop();
  });

  it.each([
    [
      403,
      { 'x-required-permission': 'hudson.model.Item.Read' },
      'hudson.model.Item.Read',
    ],
    [
      429,
      { 'retry-after': '30' },
      "answered the request for 'shop' with 429, Retry-After: 30",
    ],
    [500, { 'x-error': 'No such file' }, 'No such file'],
  ])(
    'reports Jenkins’ message for status %s',
    async (status, headers, message) => {
      jenkins.answer('GET api/json', { status, text: 'x', headers });
      const asked = client.json(ask, z.unknown());
      await expect(asked).rejects.toThrow(message);
      await expect(asked).rejects.not.toThrow('hush-hush');
    },
  );
});
