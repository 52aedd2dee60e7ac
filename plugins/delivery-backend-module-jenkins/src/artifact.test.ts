import { ConfigReader } from '@backstage/config';
import { buffer } from 'node:stream/consumers';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

const MB = 1024 * 1024;

describe('readArtifact', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  const run = { server: 'default', job: 'shop', fullName: 'shop', number: 7 };

  const providerOf = (
    options: Parameters<typeof JenkinsProvider.fromConfig>[1],
  ) =>
    JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'fairway', apiKey: 'key' },
      }),
      options,
    );

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    provider = providerOf({ timeoutMs: 200, maxArtifactBytes: MB });
  });

  afterEach(async () => jenkins.stop());

  it('streams a file for as long as it takes', async () => {
    let finish = () => {};
    jenkins.answer(
      'GET job/shop/7/artifact/dist/a%20%23b.jar',
      (_, response) => {
        response.writeHead(200, { 'content-length': '8' }).write('half');
        finish = () => response.end('full');
      },
    );
    const { stream, size } = await provider.readArtifact(run, {
      path: 'dist/a #b.jar',
      signal: new AbortController().signal,
    });
    expect(size).toBe(8);
    // Longer than an answer may take to begin
    await new Promise(resolve =>
      AbortSignal.timeout(300).addEventListener('abort', resolve),
    );
    finish();
    expect((await buffer(stream)).toString()).toBe('halffull');
  });

  it('ends when it is not wanted any more', async () => {
    const controller = new AbortController();
    const closed = new Promise(resolve => {
      jenkins.answer('GET job/shop/7/artifact/a', (_, response) => {
        response.on('close', resolve);
        response.writeHead(200).write('half');
      });
    });
    const { stream } = await provider.readArtifact(run, {
      path: 'a',
      signal: controller.signal,
    });
    controller.abort(new Error('gone'));
    await expect(buffer(stream)).rejects.toThrow('gone');
    await closed;
  });

  it('carries nothing that is too large, whether Jenkins says so or not', async () => {
    const large = Buffer.alloc(MB + 1);
    jenkins.answer('GET job/shop/7/artifact/said', (_, response) => {
      response.writeHead(200, { 'content-length': large.length });
      response.end(large);
    });
    jenkins.answer('GET job/shop/7/artifact/unsaid', (_, response) => {
      response.writeHead(200).write(large);
      response.end();
    });
    const read = (path: string) => {
      const { signal } = new AbortController();
      return provider.readArtifact(run, { path, signal });
    };
    await expect(read('said')).rejects.toThrow(
      "'said' is larger than 1 MiB: fetch it from Jenkins itself",
    );
    const { stream } = await read('unsaid');
    await expect(buffer(stream)).rejects.toThrow('larger than 1 MiB');
  });

  it('carries up to 512 MiB where nothing else is said', async () => {
    const limit = 512 * MB;
    const announce = (path: string, size: number) =>
      jenkins.answer(`GET job/shop/7/artifact/${path}`, (_, response) => {
        response.writeHead(200, { 'content-length': size }).write('begins');
      });
    announce('fits', limit);
    announce('exceeds', limit + 1);
    const byDefault = providerOf({});
    const controller = new AbortController();
    const read = (path: string) =>
      byDefault.readArtifact(run, { path, signal: controller.signal });
    await expect(read('exceeds')).rejects.toThrow(
      "'exceeds' is larger than 512 MiB: fetch it from Jenkins itself",
    );
    const { stream, size } = await read('fits');
    expect(size).toBe(limit);
    controller.abort(new Error('seen enough'));
    await expect(buffer(stream)).rejects.toThrow('seen enough');
  });

  it('refuses a path that leads elsewhere', async () => {
    await expect(
      provider.readArtifact(run, {
        path: '../../8/artifact/a',
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow('cannot be the path of an artifact');
    expect(jenkins.calls).toEqual([]);
  });
});
