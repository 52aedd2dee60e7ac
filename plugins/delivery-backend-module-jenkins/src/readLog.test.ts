import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsClient } from './JenkinsClient';
import { readLog } from './readLog';

const HIDDEN =
  '\u001b[8mha:////4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u001b[0m';

/**
 * Sends a log like Jenkins' AnnotatedLargeText: positions refer to the file, hidden
 * annotations are removed, and line ends are `\r\n`.
 */
function jenkinsLog(jenkins: FakeJenkins, log: Buffer, isGrowing = false) {
  jenkins.answer(
    'GET job/shop/7/logText/progressiveText',
    ({ query }, response) => {
      const asked = Number(query.get('start'));
      const start = asked > log.length ? 0 : asked;
      const sent = log
        .subarray(start)
        .toString('latin1')
        .replaceAll(HIDDEN, '')
        .replace(/(?<!\r)\n/g, '\r\n');
      response.writeHead(200, {
        'content-type': 'text/plain;charset=UTF-8',
        'x-text-size': String(log.length),
        ...(isGrowing && { 'x-more-data': 'true' }),
      });
      response.end(Buffer.from(sent, 'latin1'));
    },
  );
}

describe('readLog', () => {
  let jenkins: FakeJenkins;
  let client: JenkinsClient;
  const build = { server: 'ci', job: 'shop', fullName: 'shop', number: 7 };
  const { signal } = new AbortController();

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    client = JenkinsClient.create({
      name: 'ci',
      baseUrl: jenkins.url,
      extraRequestHeaders: {},
    });
  });

  afterEach(async () => jenkins.stop());

  async function readAll(maxBytes: number) {
    const texts: string[] = [];
    for (let start = 0; ;) {
      const part = await readLog(client, build, { start, maxBytes, signal });
      expect(part.start).toBe(start);
      texts.push(part.text);
      if (part.end === part.size) return texts;
      expect(part.end).toBeGreaterThan(start);
      start = part.end;
    }
  }

  it('reads a log in consecutive parts of complete lines', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => `line ${i} 测试 ü\n`);
    jenkinsLog(jenkins, Buffer.from(lines.join('')));
    const texts = await readAll(500);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.every(text => text.endsWith('\n'))).toBe(true);
    expect(texts.join('')).toBe(lines.join(''));
  });

  it('finds the end of a part although Jenkins removes hidden annotations', async () => {
    const lines = Array.from(
      { length: 600 },
      (_, i) => `${i % 3 ? '' : HIDDEN}[Pipeline] step ${i}\n`,
    );
    jenkinsLog(jenkins, Buffer.from(lines.join('')));
    const texts = await readAll(3_000);
    expect(texts.join('')).toBe(lines.join('').replaceAll(HIDDEN, ''));
  });

  it.each([1_024, 4_096, 64 * 1024])(
    'reads a line that is longer than a part of %d bytes',
    async maxBytes => {
      const recorded = readFileSync(
        path.join(__dirname, '__fixtures__/console-long-line.txt'),
        'utf8',
      );
      const long = `first\n${'测x'.repeat(maxBytes)}\nlast\n`;
      for (const log of [recorded, long]) {
        jenkinsLog(jenkins, Buffer.from(log));
        const texts = await readAll(maxBytes);
        expect(texts.join('')).toBe(log);
      }
    },
  );

  it('shows the end of a last line that is longer than the part', async () => {
    jenkinsLog(jenkins, Buffer.from(`first\n${'x'.repeat(5_000)}\n`));
    const part = await readLog(client, build, { maxBytes: 1_024, signal });
    expect(part).toMatchObject({ end: 5_007, size: 5_007 });
    expect(part.text).toBe(`${'x'.repeat(1_023)}\n`);
  });

  it('begins the last part with a complete line', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('');
    jenkinsLog(jenkins, Buffer.from(lines), true);
    const part = await readLog(client, build, { maxBytes: 30, signal });
    expect(part).toEqual({
      text: 'line 97\nline 98\nline 99\n',
      start: lines.length - 24,
      end: lines.length,
      size: lines.length,
      isGrowing: true,
    });
  });

  it('does not read the rest of a huge log', async () => {
    let sent = 0;
    const chunk = Buffer.from('x'.repeat(99).concat('\n').repeat(1_000));
    const closed = new Promise<void>(resolve => {
      jenkins.answer(
        'GET job/shop/7/logText/progressiveText',
        ({ query }, response) => {
          response.writeHead(200, {
            'content-type': 'text/plain',
            'x-text-size': String(200 * 1024 * 1024),
          });
          const start = Number(query.get('start'));
          const left = 200 * 1024 * 1024 - start;
          const write = () => {
            while (!response.destroyed && sent < left) {
              sent += chunk.length;
              if (!response.write(chunk)) {
                response.once('drain', write);
                return;
              }
            }
          };
          response.on('close', resolve);
          write();
        },
      );
    });
    const part = await readLog(client, build, {
      start: 0,
      maxBytes: 100_000,
      signal,
    });
    await closed;
    expect(part.text.length).toBe(100_000);
    expect(part.end).toBe(100_000);
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });
});
