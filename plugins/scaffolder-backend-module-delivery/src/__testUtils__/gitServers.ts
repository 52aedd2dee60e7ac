import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A server of Git in a test. */
export interface RunningServer {
  /** With the port */
  host: string;
  stop(): Promise<void>;
}

/** An empty bare repository, to be pushed to. */
export function emptyRepository(folder: string): string {
  execFileSync('git', ['init', '--quiet', '--bare', folder]);
  return folder;
}

/** OpenSSH's own server for one key, on a free port. Needs `sshd`. */
export async function startSshd(
  folder: string,
): Promise<RunningServer & { keyFile: string; knownHostsFile: string }> {
  const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find(
    existsSync,
  );
  if (!sshd) {
    throw new Error(
      "This test pushes to OpenSSH's own server: apt-get install openssh-server",
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => path.join(folder, name);
  for (const name of ['host-key', 'key', 'other-key']) {
    await execute('ssh-keygen', [
      ...['-q', '-t', 'ed25519', '-N', '', '-f', at(name)],
    ]);
  }
  writeFileSync(at('authorized_keys'), readFileSync(at('key.pub')));
  const port = await freePort();
  writeFileSync(
    at('sshd_config'),
    `ListenAddress 127.0.0.1
Port ${port}
HostKey ${at('host-key')}
AuthorizedKeysFile ${at('authorized_keys')}
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
`,
  );
  // Where sshd of root wants to have been installed.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
  const child = spawn(sshd, ['-D', '-e', '-f', at('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(child);
  const [type, key] = readFileSync(at('host-key.pub'), 'utf8').split(' ');
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`);
  return {
    host: `127.0.0.1:${port}`,
    keyFile: at('key'),
    knownHostsFile: at('known_hosts'),
    stop: async () => {
      const end = new Promise(resolve => child.once('exit', resolve));
      child.kill();
      await end;
    },
  };
}

async function listening(child: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', data => {
      said += data;
      if (said.includes('Server listening')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`sshd ended: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createNetServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/**
 * Git's own server for https, `git http-backend`, for who shows `authorization`.
 * Needs `openssl`; the certificate is its own authority, `caFile`.
 */
export async function startHttpBackend(
  folder: string,
  options: { repositories: string; authorization: string },
): Promise<RunningServer & { caFile: string; refused(): number }> {
  const { repositories, authorization } = options;
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => path.join(folder, name);
  await execute('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    ...['-nodes', '-days', '1', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost'],
    ...['-keyout', at('tls.key'), '-out', at('tls.crt')],
  ]);
  let refused = 0;
  const server = createServer(
    { key: readFileSync(at('tls.key')), cert: readFileSync(at('tls.crt')) },
    (request, response) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      if (request.headers.authorization !== authorization) {
        refused += 1;
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' });
        response.end();
        return;
      }
      if (url.pathname.startsWith('/moved/')) {
        response.writeHead(302, { location: 'https://elsewhere.example/' });
        response.end();
        return;
      }
      const backend = spawn('git', ['http-backend'], {
        env: {
          PATH: process.env.PATH,
          GIT_PROJECT_ROOT: repositories,
          GIT_HTTP_EXPORT_ALL: '1',
          REMOTE_USER: 'fairway',
          PATH_INFO: decodeURIComponent(url.pathname),
          QUERY_STRING: url.search.slice(1),
          REQUEST_METHOD: request.method,
          CONTENT_TYPE: request.headers['content-type'] ?? '',
          GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
          HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      request.pipe(backend.stdin);
      const parts: Buffer[] = [];
      backend.stdout.on('data', data => parts.push(data));
      backend.once('close', () => {
        const answer = Buffer.concat(parts);
        const end = answer.indexOf('\r\n\r\n');
        const headers = answer
          .subarray(0, end)
          .toString()
          .split('\r\n')
          .map(line => line.split(/: */, 2));
        const status = headers.find(([name]) => name === 'Status');
        response.statusCode = parseInt(status?.[1] ?? '200', 10);
        for (const [name, value] of headers) response.setHeader(name, value);
        response.end(answer.subarray(end + 4));
      });
    },
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `localhost:${port}`,
    caFile: at('tls.crt'),
    refused: () => refused,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
