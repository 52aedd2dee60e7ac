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

  it('streams a file without a timeout', async () => {
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
    // Longer than the timeout of the response headers
    await new Promise(resolve =>
      AbortSignal.timeout(300).addEventListener('abort', resolve),
    );
    finish();
    expect((await buffer(stream)).toString()).toBe('halffull');
  });

  it('closes the connection when the caller aborts', async () => {
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

  it('rejects files that are too large, with and without a reported size', async () => {
    const large = Buffer.alloc(MB + 1);
    jenkins.answer('GET job/shop/7/artifact/sized', (_, response) => {
      response.writeHead(200, { 'content-length': large.length });
      response.end(large);
    });
    jenkins.answer('GET job/shop/7/artifact/unsized', (_, response) => {
      response.writeHead(200).write(large);
      response.end();
    });
    const read = (path: string) => {
      const { signal } = new AbortController();
      return provider.readArtifact(run, { path, signal });
    };
    await expect(read('sized')).rejects.toThrow(
      "The artifact 'sized' is larger than 1 MiB. Download it from Jenkins itself",
    );
    const { stream } = await read('unsized');
    await expect(buffer(stream)).rejects.toThrow('larger than 1 MiB');
  });

  it('streams files of up to 512 MiB by default', async () => {
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
      "The artifact 'exceeds' is larger than 512 MiB. Download it from Jenkins itself",
    );
    const { stream, size } = await read('fits');
    expect(size).toBe(limit);
    controller.abort(new Error('seen enough'));
    await expect(buffer(stream)).rejects.toThrow('seen enough');
  });

  it('rejects a path that leads out of the run', async () => {
    await expect(
      provider.readArtifact(run, {
        path: '../../8/artifact/a',
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow('is not a valid path of an artifact');
    expect(jenkins.calls).toEqual([]);
  });
});
