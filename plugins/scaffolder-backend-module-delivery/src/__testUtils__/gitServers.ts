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

/** A running Git server. */
export interface RunningServer {
  /** Host and port of the server */
  host: string;
  stop(): Promise<void>;
}

/** Creates an empty bare repository. */
export function emptyRepository(folder: string): string {
  execFileSync('git', ['init', '--quiet', '--bare', folder]);
  return folder;
}

/** Starts OpenSSH's server for one key on a free port. Requires `sshd`. */
export async function startSshd(
  folder: string,
): Promise<RunningServer & { keyFile: string; knownHostsFile: string }> {
  const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find(
    existsSync,
  );
  if (!sshd) {
    throw new Error(
      "This test requires OpenSSH's server. Install it with apt-get install openssh-server.",
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
  // sshd requires this folder if it runs as root.
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
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', data => {
      output += data;
      if (output.includes('Server listening')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`sshd exited: ${output}`)));
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
 * Starts git's own HTTPS server, `git http-backend`. It accepts requests with the
 * given `authorization` header. Requires `openssl`; the certificate is self-signed,
 * in `caFile`.
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
