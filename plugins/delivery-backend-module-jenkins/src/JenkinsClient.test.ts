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

  const ask = { path: '/api/json', signal, what: "job 'shop'" };

  it('gives up an answer that begins and does not end, and has its place free again', async () => {
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
        "Jenkins 'ci' did not answer within 0.2 s when asked for job 'shop'",
      );
    }
  });

  it('ends as its caller says, not as if Jenkins were away', async () => {
    const gone = new AbortController();
    jenkins.answer('GET api/json', () => gone.abort(new Error('nobody looks')));
    await expect(
      client.json({ ...ask, signal: gone.signal }, z.unknown()),
    ).rejects.toThrow('nobody looks');
  });

  it('follows a redirect below its own address, and no other', async () => {
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
        'which is not followed',
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
      "answered 429 when asked for job 'shop' (it asks to wait 30 s)",
    ],
    [500, { 'x-error': 'No such file' }, 'No such file'],
  ])('says what Jenkins says with %s', async (status, headers, message) => {
    jenkins.answer('GET api/json', { status, text: 'x', headers });
    const asked = client.json(ask, z.unknown());
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.not.toThrow('hush-hush');
  });
});
